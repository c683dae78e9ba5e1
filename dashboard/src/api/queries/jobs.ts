import { queryOptions } from '@tanstack/react-query';
import { answer, client } from '../client';

export const jobKeys = {
  all: ['jobs'] as const,
  running: ['jobs', 'running'] as const,
};

/** Every job of the user that runs at this moment, at most 200. */
export const runningJobsQuery = queryOptions({
  queryKey: jobKeys.running,
  queryFn: ({ signal }) =>
    answer(
      client.GET('/api/v1/jobs', { params: { query: { state: ['running'], limit: 200 } }, signal }),
    ),
});
