/** Placeholder until the feature lands. */
export function NewBatchPage() {
  return null;
}
