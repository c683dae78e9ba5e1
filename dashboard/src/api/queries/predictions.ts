import {
  infiniteQueryOptions,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query';
import { answer, API, client as api, done } from '../client';
import type { JobState, Prediction, PredictionCreate, ResultRow } from '../types';

export interface PredictionFilter {
  experiment_id?: string;
  /** A model's name: of any of its versions. */
  model?: string;
  state?: JobState;
  limit?: number;
}

export const predictionKeys = {
  all: ['predictions'] as const,
  lists: ['predictions', 'list'] as const,
  list: (filter: PredictionFilter) => ['predictions', 'list', filter] as const,
  detail: (id: string) => ['predictions', 'detail', id] as const,
  result: (id: string, rowsDone: number) => ['prediction-results', id, rowsDone] as const,
};

/** Predictions page by page, newest first; kept current by the feed. */
export const predictionsQuery = ({ state, ...filter }: PredictionFilter = {}) =>
  infiniteQueryOptions({
    queryKey: predictionKeys.list({ ...filter, state }),
    queryFn: ({ pageParam, signal }) =>
      answer(
        api.GET('/api/v1/predictions', {
          params: { query: { ...filter, state: state && [state], cursor: pageParam } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });

export const predictionQuery = (id: string) =>
  queryOptions({
    queryKey: predictionKeys.detail(id),
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/predictions/{prediction_id}', {
          params: { path: { prediction_id: id } },
          signal,
        }),
      ) as Promise<Prediction>, // The schema leaves a cell's type open.
  });

export type ResultFormat = 'csv' | 'parquet' | 'json';

/** Where a prediction's result is downloaded from, as far as it goes. */
export const resultUrl = (id: string, format: ResultFormat): string =>
  `${API}/predictions/${encodeURIComponent(id)}/result?format=${format}`;

/** Every row of a result; `rowsDone` tells states of a growing one apart. */
export const predictionResultQuery = (id: string, rowsDone: number) =>
  queryOptions({
    queryKey: predictionKeys.result(id, rowsDone),
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/predictions/{prediction_id}/result', {
          params: { path: { prediction_id: id }, query: { format: 'json' } },
          signal,
        }),
      ) as Promise<{ columns: string[]; rows: ResultRow[] }>,
    staleTime: Infinity, // What was predicted of a row never changes.
  });

export function useCreatePrediction() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ body, idempotencyKey }: { body: PredictionCreate; idempotencyKey: string }) =>
      answer(
        api.POST('/api/v1/predictions', {
          params: { header: { 'idempotency-key': idempotencyKey } },
          body,
        }),
      ) as Promise<Prediction>,
    onSuccess: (prediction) => {
      queries.setQueryData(predictionKeys.detail(prediction.id), prediction);
      return queries.invalidateQueries({ queryKey: predictionKeys.lists });
    },
  });
}

function usePredictionAction(act: (id: string) => Promise<unknown>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: () => queries.invalidateQueries({ queryKey: predictionKeys.all }),
  });
}

const at = (prediction_id: string) => ({ params: { path: { prediction_id } } });

export const useCancelPrediction = () =>
  usePredictionAction((id) =>
    answer(api.POST('/api/v1/predictions/{prediction_id}/cancel', at(id))),
  );

/** Goes on after the rows that are done already. */
export const useContinuePrediction = () =>
  usePredictionAction((id) =>
    answer(api.POST('/api/v1/predictions/{prediction_id}/continue', at(id))),
  );

/** Begins again with the first row. */
export const useRestartPrediction = () =>
  usePredictionAction((job_id) =>
    answer(api.POST('/api/v1/jobs/{job_id}/retry', { params: { path: { job_id } } })),
  );

export function useDeletePrediction() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => done(api.DELETE('/api/v1/predictions/{prediction_id}', at(id))),
    onSuccess: () => queries.invalidateQueries({ queryKey: predictionKeys.lists }),
  });
}
