/** Placeholder until the feature lands. */
export function DatasetsPage() {
  return null;
}
