import { QueryClient } from '@tanstack/react-query';
import { isApiError } from './errors';

const RETRIES = 2;

/** Only failures that may pass by themselves are tried again: no answer, or a server at fault. */
function retry(count: number, error: unknown): boolean {
  const passing = isApiError(error) && (error.status === 0 || error.status >= 502);
  return passing && count < RETRIES;
}

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      // The feed keeps jobs and batches current; the rest is refetched when it is looked at again.
      queries: { retry, staleTime: 30_000, networkMode: 'always' },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
}
