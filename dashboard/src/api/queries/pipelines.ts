import { queryOptions } from '@tanstack/react-query';
import { answer, client } from '../client';

export const pipelineKeys = { all: ['pipelines'] as const };

export const pipelinesQuery = queryOptions({
  queryKey: pipelineKeys.all,
  queryFn: ({ signal }) => answer(client.GET('/api/v1/pipelines', { signal })),
  staleTime: 5 * 60_000,
});
