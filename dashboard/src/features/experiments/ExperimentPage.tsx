/** Placeholder until the feature lands. */
export function ExperimentPage() {
  return null;
}
