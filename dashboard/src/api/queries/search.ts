import { queryOptions } from '@tanstack/react-query';
import { answer, client } from '../client';
import { batchKeys } from './batches';
import { datasetKeys } from './datasets';
import { jobKeys } from './jobs';
import { modelKeys } from './models';

const MOST = 6;

/** Batches whose name contains `q`, the newest few. */
export const batchesByName = (q: string) =>
  queryOptions({
    queryKey: [...batchKeys.all, 'named', q],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/batches', { params: { query: { q, limit: MOST } }, signal })),
  });

/** Runs whose name contains `q`, the newest few. */
export const runsByName = (q: string) =>
  queryOptions({
    queryKey: [...jobKeys.all, 'named', q],
    queryFn: ({ signal }) =>
      answer(
        client.GET('/api/v1/jobs', {
          params: { query: { q, kind: ['experiment'], limit: MOST } },
          signal,
        }),
      ),
  });

/** Datasets whose name contains `q`, the newest few. */
export const datasetsByName = (q: string) =>
  queryOptions({
    queryKey: [...datasetKeys.all, 'named', q],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/datasets', { params: { query: { q, limit: MOST } }, signal })),
  });

/** Registered models whose name contains `q`, the newest few. */
export const modelsByName = (q: string) =>
  queryOptions({
    queryKey: [...modelKeys.all, 'named', q],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/models', { params: { query: { q, limit: MOST } }, signal })),
  });
