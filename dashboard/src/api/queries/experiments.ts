import {
  infiniteQueryOptions,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query';
import { api } from '../client';
import type { Experiment, ExperimentCreate, Job, JobEvent, JobState, Page } from '../types';

export interface ExperimentFilter {
  batch_id?: string;
  pipeline?: string;
  dataset_id?: string;
  state?: JobState;
  limit?: number;
}

export const experimentKeys = {
  all: ['experiments'] as const,
  lists: ['experiments', 'list'] as const,
  list: (filter: ExperimentFilter) => ['experiments', 'list', filter] as const,
  detail: (id: string) => ['experiments', 'detail', id] as const,
};

/** Experiments page by page, newest first; kept current by the feed. */
export const experimentsQuery = (filter: ExperimentFilter = {}) =>
  infiniteQueryOptions({
    queryKey: experimentKeys.list(filter),
    queryFn: ({ pageParam, signal }) =>
      api.get<Page<Experiment>>('/experiments', { ...filter, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });

export const experimentQuery = (id: string) =>
  queryOptions({
    queryKey: experimentKeys.detail(id),
    queryFn: ({ signal }) => api.get<Experiment>(`/experiments/${id}`, undefined, signal),
  });

export interface EventPage {
  items: JobEvent[];
  last_id: number | null;
}

/** The stored event log after event `after`. */
export const fetchJobEvents = (id: string, after = 0, limit = 1000, signal?: AbortSignal) =>
  api.get<EventPage>(`/jobs/${id}/events`, { after, limit }, signal);

export function useCreateExperiment() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ body, idempotencyKey }: { body: ExperimentCreate; idempotencyKey: string }) =>
      api.post<Experiment>('/experiments', body, { 'Idempotency-Key': idempotencyKey }),
    onSuccess: () => client.invalidateQueries({ queryKey: experimentKeys.lists }),
  });
}

function useJobAction(action: 'cancel' | 'retry') {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.post<Job>(`/jobs/${id}/${action}`),
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
