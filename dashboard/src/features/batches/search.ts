import { choiceParam, textParam } from '@/components/searchParams';

/** Which batches the list shows; kept in the address, so that a view is a link. */
export interface BatchesSearch {
  show?: 'all' | 'active' | 'done';
  q?: string;
}

export function batchesSearch(search: Record<string, unknown>): BatchesSearch {
  return {
    show: choiceParam(search.show, ['all', 'active', 'done']),
    q: textParam(search.q),
  };
}

/** What the new-batch form starts with; `from` copies the settings of an earlier batch. */
export interface NewBatchSearch {
  dataset?: string;
  pipeline?: string;
  target?: string;
  from?: string;
}

export function newBatchSearch(search: Record<string, unknown>): NewBatchSearch {
  return {
    dataset: textParam(search.dataset),
    pipeline: textParam(search.pipeline),
    target: textParam(search.target),
    from: textParam(search.from),
  };
}
