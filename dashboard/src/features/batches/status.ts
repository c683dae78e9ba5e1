import type { Batch, Counts, JobState } from '@/api/types';

/** What a batch card says in its chip; finer than the API's state. */
export type BatchStatus =
  'waiting' | 'running' | 'done' | 'partlyFailed' | 'allFailed' | 'cancelling' | 'cancelled';

/** Order of the progress bar's segments and of the counts under it. */
export const SEGMENT_ORDER: readonly JobState[] = [
  'succeeded',
  'running',
  'failed',
  'cancelled',
  'queued',
];

export const openCount = (counts: Counts): number => counts.queued + counts.running;

export const endedCount = (counts: Counts): number =>
  counts.succeeded + counts.failed + counts.cancelled;

/** Whether the batch still has runs to do. */
export const isActive = (batch: Pick<Batch, 'counts'>): boolean => openCount(batch.counts) > 0;

/** The comparison shows every run that ended, so one is enough to open it. */
export const canAnalyze = (batch: Pick<Batch, 'counts'>): boolean => endedCount(batch.counts) > 0;

export function batchStatus(
  batch: Pick<Batch, 'state' | 'counts' | 'cancel_requested'>,
): BatchStatus {
  if (batch.cancel_requested && isActive(batch)) return 'cancelling';
  switch (batch.state) {
    case 'queued':
      return 'waiting';
    case 'running':
      return 'running';
    case 'succeeded':
      return 'done';
    case 'cancelled':
      return 'cancelled';
    case 'failed':
      return 'allFailed';
    case 'mixed':
      return batch.counts.failed > 0 ? 'partlyFailed' : 'cancelled';
  }
}

export interface Segment {
  state: JobState;
  count: number;
  /** Width in percent of the whole bar. */
  width: number;
}

/** The bar's segments. A state with one run of many thousands still gets a visible sliver. */
export function segments(counts: Counts, minimum = 0.8): Segment[] {
  const present = SEGMENT_ORDER.filter((state) => counts[state] > 0);
  const total = present.reduce((sum, state) => sum + counts[state], 0);
  if (total === 0) return [];
  const raw = present.map((state) => ({
    state,
    count: counts[state],
    width: Math.max((counts[state] / total) * 100, minimum),
  }));
  const sum = raw.reduce((width, segment) => width + segment.width, 0);
  return raw.map((segment) => ({ ...segment, width: (segment.width / sum) * 100 }));
}
