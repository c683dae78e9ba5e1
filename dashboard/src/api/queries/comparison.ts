import { queryOptions } from '@tanstack/react-query';
import { answer, client as api } from '../client';
import type { CurvesAnswer } from '../types';
import { batchKeys } from './batches';

/** Runs picked from any batches, column by column; refreshed like everything of batches. */
export const runsComparisonQuery = (runIds: readonly string[]) =>
  queryOptions({
    queryKey: [...batchKeys.all, 'runs', runIds],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/comparison', {
          params: { query: { job_ids: runIds.join(',') } },
          signal,
        }),
      ),
    enabled: runIds.length > 0,
  });

interface CurvesFilter {
  /** Runs to show beside the band, by number. */
  numbers: readonly number[];
  /** Null means the objective's. */
  curve: string | null;
  /** Runs are still coming in; once they have ended, their whole curves are asked for anew. */
  live: boolean;
}

/** Not under the batches' keys: a growing curve is asked for at its own, slower pace. */
export const batchCurvesQuery = (batchId: string, { numbers, curve, live }: CurvesFilter) =>
  queryOptions({
    queryKey: ['curves', 'batch', batchId, curve, numbers, live],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/batches/{batch_id}/curves', {
          params: {
            path: { batch_id: batchId },
            query: { best: 0, numbers: numbers.join(','), curve },
          },
          signal,
        }),
      ) as Promise<CurvesAnswer>,
  });

export const runsCurvesQuery = (
  runIds: readonly string[],
  { curve, live }: Omit<CurvesFilter, 'numbers'>,
) =>
  queryOptions({
    queryKey: ['curves', 'runs', runIds, curve, live],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/comparison/curves', {
          params: { query: { job_ids: runIds.join(','), curve } },
          signal,
        }),
      ) as Promise<CurvesAnswer>,
  });
