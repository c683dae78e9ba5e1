import { queryOptions } from '@tanstack/react-query';
import { api } from '../client';
import type { Pipeline } from '../types';

export const pipelineKeys = { all: ['pipelines'] as const };

export const pipelinesQuery = queryOptions({
  queryKey: pipelineKeys.all,
  queryFn: ({ signal }) => api.get<{ items: Pipeline[] }>('/pipelines', undefined, signal),
  staleTime: 5 * 60_000,
});
