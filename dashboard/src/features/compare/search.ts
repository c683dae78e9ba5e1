import type { ViewState } from './types';
import { viewFromSearch, viewToSearch, type ViewSearch } from './viewUrl';

/** Search parameters of `/batches/$id/compare`: the whole view, in its shortest form. */
export function compareSearch(search: Record<string, unknown>): ViewSearch {
  return viewToSearch(viewFromSearch(search));
}

/** As many runs as the API compares at once. */
export const MOST_RUNS = 100;
const RUN_ID = /^[\w-]{1,64}$/;

/** Search parameters of `/compare`: which runs, and the whole view. */
export function compareRunsSearch(search: Record<string, unknown>): ViewSearch {
  return runsToSearch(runsFromSearch(search), viewFromSearch(search));
}

export function runsFromSearch({ runs }: Readonly<Record<string, unknown>>): string[] {
  if (typeof runs !== 'string') return [];
  const ids = runs.split(',').filter((id) => RUN_ID.test(id));
  return [...new Set(ids)].slice(0, MOST_RUNS);
}

export function runsToSearch(runIds: readonly string[], view: ViewState): ViewSearch {
  return { ...(runIds.length === 0 ? {} : { runs: runIds.join(',') }), ...viewToSearch(view) };
}
