import { choiceParam, textParam } from '@/components/searchParams';

export const BATCH_FILTERS = ['all', 'active', 'done'] as const;

/** Which batches the list shows; kept in the address, so that a view is a link. */
export interface BatchesSearch {
  show?: (typeof BATCH_FILTERS)[number];
  q?: string;
  /** Only batches with this tag, or with all of these, parted by commas. */
  tag?: string;
}

export const batchesSearch = (raw: Record<string, unknown>): BatchesSearch => ({
  show: choiceParam(raw.show, BATCH_FILTERS),
  q: textParam(raw.q),
  tag: textParam(raw.tag),
});

/** What the new-batch form starts with; `from` repeats the settings of an earlier batch. */
export interface NewBatchSearch {
  dataset?: string;
  pipeline?: string;
  target?: string;
  time_column?: string;
  from?: string;
}

export const newBatchSearch = (raw: Record<string, unknown>): NewBatchSearch => ({
  dataset: textParam(raw.dataset),
  pipeline: textParam(raw.pipeline),
  target: textParam(raw.target),
  time_column: textParam(raw.time_column),
  from: textParam(raw.from),
});
