import { queryOptions } from '@tanstack/react-query';
import { api } from '../client';
import type { Job, Page } from '../types';

export const jobKeys = {
  all: ['jobs'] as const,
  running: ['jobs', 'running'] as const,
};

/** Every job of the user that runs at this moment, at most 200. */
export const runningJobsQuery = queryOptions({
  queryKey: jobKeys.running,
  queryFn: ({ signal }) => api.get<Page<Job>>('/jobs', { state: 'running', limit: 200 }, signal),
});
