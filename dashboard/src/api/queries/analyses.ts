import { queryOptions, useMutation } from '@tanstack/react-query';
import { answer, client as api } from '../client';

/** What is compared of numbers. */
export type ComparedLoss = 'absolute_error' | 'squared_error';

export const analysisKeys = {
  all: ['analyses'] as const,
  run: (id: string) => ['analyses', 'run', id] as const,
  runs: (ids: readonly string[], loss: ComparedLoss) => ['analyses', 'runs', ids, loss] as const,
};

/** Where a run is wrong. It never changes once it is there. */
export const analysisQuery = (id: string) =>
  queryOptions({
    queryKey: analysisKeys.run(id),
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/experiments/{experiment_id}/analysis', {
          params: { path: { experiment_id: id } },
          signal,
        }),
      ),
    staleTime: Infinity,
  });

/** Starts the job that trains a run again to have its analysis; one under way is answered as it is. */
export const useStartRefit = () =>
  useMutation({
    mutationFn: (id: string) =>
      answer(
        api.POST('/api/v1/experiments/{experiment_id}/analysis', {
          params: { path: { experiment_id: id } },
        }),
      ),
  });

/** As many runs as the API compares by their errors at once. */
export const MOST_COMPARED = 8;

/** Two to eight runs by their errors on the rows that all of them held out; the best has the least mean loss. */
export const errorComparisonQuery = (ids: readonly string[], loss: ComparedLoss) =>
  queryOptions({
    queryKey: analysisKeys.runs(ids, loss),
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/comparison/errors', {
          params: { query: { job_ids: ids.join(','), loss } },
          signal,
        }),
      ),
    enabled: ids.length > 1,
  });
