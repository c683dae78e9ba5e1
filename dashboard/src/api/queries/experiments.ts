import {
  infiniteQueryOptions,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query';
import { answer, client as api } from '../client';
import type { Experiment, ExperimentChange, ExperimentCreate, JobState } from '../types';
import { jobKeys } from './jobs';
import { tagKeys } from './tags';

export interface ExperimentFilter {
  batch_id?: string;
  pipeline?: string;
  dataset_id?: string;
  /** Runs in this or any of these states. */
  state?: JobState | JobState[];
  /** Runs with all of these tags. */
  tag?: string[];
  limit?: number;
}

export const experimentKeys = {
  all: ['experiments'] as const,
  lists: ['experiments', 'list'] as const,
  list: (filter: ExperimentFilter) => ['experiments', 'list', filter] as const,
  detail: (id: string) => ['experiments', 'detail', id] as const,
};

const states = ({ state }: ExperimentFilter) => (typeof state === 'string' ? [state] : state);

/** Experiments page by page, newest first; kept current by the feed. */
export const experimentsQuery = (filter: ExperimentFilter = {}) =>
  infiniteQueryOptions({
    queryKey: experimentKeys.list(filter),
    queryFn: ({ pageParam, signal }) =>
      answer(
        api.GET('/api/v1/experiments', {
          params: { query: { ...filter, state: states(filter), cursor: pageParam } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });

export const experimentQuery = (id: string) =>
  queryOptions({
    queryKey: experimentKeys.detail(id),
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/experiments/{experiment_id}', {
          params: { path: { experiment_id: id } },
          signal,
        }),
      ) as Promise<Experiment>, // The client's types turn the curves' pairs into lists.
  });

/** The stored event log after event `after`. */
export const fetchJobEvents = (id: string, after = 0, limit = 1000, signal?: AbortSignal) =>
  answer(
    api.GET('/api/v1/jobs/{job_id}/events', {
      params: { path: { job_id: id }, query: { after, limit } },
      signal,
    }),
  );

export function useCreateExperiment() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ body, idempotencyKey }: { body: ExperimentCreate; idempotencyKey: string }) =>
      answer(
        api.POST('/api/v1/experiments', {
          params: { header: { 'idempotency-key': idempotencyKey } },
          body,
        }),
      ),
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: experimentKeys.lists }),
        client.invalidateQueries({ queryKey: tagKeys.all }),
      ]),
  });
}

/** Renames, notes or tags a run. */
export function useChangeExperiment() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, ...body }: ExperimentChange & { id: string }) =>
      answer(
        api.PATCH('/api/v1/experiments/{experiment_id}', {
          params: { path: { experiment_id: id } },
          body,
        }),
      ) as Promise<Experiment>,
    onSuccess: (run) => {
      client.setQueryData(experimentKeys.detail(run.id), run);
      return Promise.all([
        client.invalidateQueries({ queryKey: experimentKeys.lists }),
        client.invalidateQueries({ queryKey: tagKeys.all }),
        client.invalidateQueries({ queryKey: jobKeys.all }),
      ]);
    },
  });
}

function useJobAction(action: 'cancel' | 'retry') {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (job_id: string) =>
      answer(api.POST(`/api/v1/jobs/{job_id}/${action}`, { params: { path: { job_id } } })),
    onSuccess: async (_, id) => {
      await Promise.all([
        client.invalidateQueries({ queryKey: experimentKeys.detail(id) }),
        client.invalidateQueries({ queryKey: experimentKeys.lists }),
        client.invalidateQueries({ queryKey: ['batches'] }),
      ]);
    },
  });
}

export const useCancelJob = () => useJobAction('cancel');
export const useRetryJob = () => useJobAction('retry');
