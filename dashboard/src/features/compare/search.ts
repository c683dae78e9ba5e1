import { viewFromSearch, viewToSearch, type ViewSearch } from './viewUrl';

/** Search parameters of `/batches/$id/compare`: the whole view, in its shortest form. */
export function compareSearch(search: Record<string, unknown>): ViewSearch {
  return viewToSearch(viewFromSearch(search));
}
