import { queryOptions } from '@tanstack/react-query';
import { answer, client } from '../client';

export const jobKeys = {
  all: ['jobs'] as const,
  running: ['jobs', 'running'] as const,
  detail: (id: string) => ['jobs', 'detail', id] as const,
};

/** Every job of the user that runs at this moment, at most 200. */
export const runningJobsQuery = queryOptions({
  queryKey: jobKeys.running,
  queryFn: ({ signal }) =>
    answer(
      client.GET('/api/v1/jobs', { params: { query: { state: ['running'], limit: 200 } }, signal }),
    ),
});

const POLL_MS = 5_000;

/** One job of any kind, asked for again until it has ended: its stream may be interrupted. */
export const jobQuery = (id: string) =>
  queryOptions({
    queryKey: jobKeys.detail(id),
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/jobs/{job_id}', { params: { path: { job_id: id } }, signal })),
    refetchInterval: ({ state: { data } }) =>
      data === undefined || data.state === 'queued' || data.state === 'running' ? POLL_MS : false,
  });
