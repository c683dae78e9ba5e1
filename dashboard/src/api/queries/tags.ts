import { queryOptions } from '@tanstack/react-query';
import { answer, client } from '../client';
import type { TagKind } from '../types';

export const tagKeys = {
  all: ['tags'] as const,
  list: (kind: TagKind) => ['tags', kind] as const,
};

/** The user's tags of batches or of runs, most used first, at most 200. */
export const tagsQuery = (kind: TagKind) =>
  queryOptions({
    queryKey: tagKeys.list(kind),
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/tags', { params: { query: { kind } }, signal })),
  });
