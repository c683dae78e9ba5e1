/** Placeholder until the feature lands. */
export function BatchPage() {
  return null;
}
