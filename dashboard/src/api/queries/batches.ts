import {
  infiniteQueryOptions,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query';
import { answer, client as api, done } from '../client';
import type { Batch, BatchChange, BatchCreate, BatchState, Page, Search } from '../types';
import { experimentKeys } from './experiments';
import { tagKeys } from './tags';

export interface BatchFilter {
  state?: BatchState;
  q?: string;
  /** Batches with all of these tags. */
  tag?: string[];
  dataset_id?: string;
  limit?: number;
}

export const batchKeys = {
  all: ['batches'] as const,
  lists: ['batches', 'list'] as const,
  list: (filter: BatchFilter) => ['batches', 'list', filter] as const,
  detail: (id: string) => ['batches', 'detail', id] as const,
  /** Without `includeRunning` the key matches both variants, e.g. to invalidate them. */
  comparison: (id: string, includeRunning?: boolean) =>
    [
      'batches',
      'comparison',
      id,
      ...(includeRunning === undefined ? [] : [includeRunning]),
    ] as const,
};

/** Batches page by page, newest first; kept current by the feed. */
export const batchesQuery = (filter: BatchFilter = {}) =>
  infiniteQueryOptions({
    queryKey: batchKeys.list(filter),
    queryFn: ({ pageParam, signal }) =>
      answer(
        api.GET('/api/v1/batches', {
          params: { query: { ...filter, cursor: pageParam } },
          signal,
        }),
      ) as Promise<Page<Batch>>,
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });

export const batchQuery = (id: string) =>
  queryOptions({
    queryKey: batchKeys.detail(id),
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/batches/{batch_id}', { params: { path: { batch_id: id } }, signal }),
      ) as Promise<Batch>,
  });

export const comparisonQuery = (id: string, includeRunning = true) =>
  queryOptions({
    queryKey: batchKeys.comparison(id, includeRunning),
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/batches/{batch_id}/comparison', {
          params: {
            path: { batch_id: id },
            query: includeRunning ? { include: 'running' } : {},
          },
          signal,
        }),
      ),
  });

/** Asks the server how many runs a request would make; its refusals are the same 422s. */
export const previewBatch = (body: BatchCreate) =>
  answer(api.POST('/api/v1/batches/preview', { body }));

export function useCreateBatch() {
  const client = useQueryClient();
  return useMutation({
    /** The key makes a repeated send of the same form give the same batch. */
    mutationFn: ({ body, idempotencyKey }: { body: BatchCreate; idempotencyKey: string }) =>
      answer(
        api.POST('/api/v1/batches', {
          params: { header: { 'idempotency-key': idempotencyKey } },
          body,
        }),
      ),
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: batchKeys.lists }),
        client.invalidateQueries({ queryKey: tagKeys.all }),
      ]),
  });
}

function useBatchAction(action: 'cancel' | 'retry-failed') {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (batch_id: string) =>
      answer(api.POST(`/api/v1/batches/{batch_id}/${action}`, { params: { path: { batch_id } } })),
    onSuccess: async () => {
      await Promise.all([
        client.invalidateQueries({ queryKey: batchKeys.all }),
        client.invalidateQueries({ queryKey: experimentKeys.all }),
      ]);
    },
  });
}

export const useCancelBatch = () => useBatchAction('cancel');
export const useRetryFailed = () => useBatchAction('retry-failed');

/** Renames, notes or tags a batch, or lets more or fewer of its runs run at a time. */
export function useChangeBatch() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, ...body }: BatchChange & { id: string }) =>
      answer(
        api.PATCH('/api/v1/batches/{batch_id}', { params: { path: { batch_id: id } }, body }),
      ) as Promise<Batch>,
    onSuccess: (batch, { name }) => {
      client.setQueryData(batchKeys.detail(batch.id), batch);
      return Promise.all([
        client.invalidateQueries({ queryKey: batchKeys.all }),
        client.invalidateQueries({ queryKey: tagKeys.all }),
        // Its runs carry its name.
        name === undefined ? null : client.invalidateQueries({ queryKey: experimentKeys.all }),
      ]);
    },
  });
}

/** Adds runs to a batch, whether or not it has ended. */
export function useExtendBatch() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, search, key }: { id: string; search: Search; key: string }) =>
      answer(
        api.POST('/api/v1/batches/{batch_id}/extend', {
          params: { path: { batch_id: id }, header: { 'idempotency-key': key } },
          body: { search },
        }),
      ),
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: batchKeys.all }),
        client.invalidateQueries({ queryKey: experimentKeys.all }),
      ]),
  });
}

export function useDeleteBatch() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (batch_id: string) =>
      done(api.DELETE('/api/v1/batches/{batch_id}', { params: { path: { batch_id } } })),
    onSuccess: (_, id) => {
      client.removeQueries({ queryKey: batchKeys.detail(id) });
      client.removeQueries({ queryKey: batchKeys.comparison(id) });
      return Promise.all([
        client.invalidateQueries({ queryKey: batchKeys.lists }),
        client.invalidateQueries({ queryKey: tagKeys.all }),
      ]);
    },
  });
}
