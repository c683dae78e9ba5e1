/** Placeholder until the feature lands. */
export function DatasetPage() {
  return null;
}
