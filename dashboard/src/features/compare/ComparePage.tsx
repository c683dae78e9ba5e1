/** Placeholder until the feature lands. */
export function ComparePage() {
  return null;
}
