/** Search parameters of `/batches/$id/compare`: the whole view state. */
export function compareSearch(search: Record<string, unknown>): Record<string, unknown> {
  return search;
}
