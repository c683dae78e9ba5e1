import {
  infiniteQueryOptions,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query';
import { answer, API, client as api, done } from '../client';
import type { ModelRegister } from '../types';

export interface ModelFilter {
  q?: string;
  limit?: number;
}

export const modelKeys = {
  all: ['models'] as const,
  list: (filter: ModelFilter) => ['models', 'list', filter] as const,
  detail: (name: string) => ['models', 'detail', name] as const,
  version: (name: string, version: number) => ['models', 'version', name, version] as const,
  ofRun: (runId: string) => ['models', 'of-run', runId] as const,
};

/** Registered models page by page, those first registered last on top. */
export const modelsQuery = (filter: ModelFilter = {}) =>
  infiniteQueryOptions({
    queryKey: modelKeys.list(filter),
    queryFn: ({ pageParam, signal }) =>
      answer(
        api.GET('/api/v1/models', { params: { query: { ...filter, cursor: pageParam } }, signal }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });

export const modelQuery = (name: string) =>
  queryOptions({
    queryKey: modelKeys.detail(name),
    queryFn: ({ signal }) =>
      answer(api.GET('/api/v1/models/{name}', { params: { path: { name } }, signal })),
  });

export const modelVersionQuery = (name: string, version: number) =>
  queryOptions({
    queryKey: modelKeys.version(name, version),
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/models/{name}/versions/{version}', {
          params: { path: { name, version } },
          signal,
        }),
      ),
  });

/** The model a run left: what it reads, and which versions were made of it. */
export const runModelQuery = (runId: string) =>
  queryOptions({
    queryKey: modelKeys.ofRun(runId),
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/experiments/{experiment_id}/model', {
          params: { path: { experiment_id: runId } },
          signal,
        }),
      ),
  });

/** Where a version's file is downloaded from. */
export const modelFileUrl = (name: string, version: number): string =>
  `${API}/models/${encodeURIComponent(name)}/versions/${version}/content`;

/** A change of the registry; everything shown of it is asked for anew. */
function useModelChange<Input, Output>(change: (input: Input) => Promise<Output>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: () => client.invalidateQueries({ queryKey: modelKeys.all }),
  });
}

export const useRegisterModel = () =>
  useModelChange(({ body, idempotencyKey }: { body: ModelRegister; idempotencyKey: string }) =>
    answer(
      api.POST('/api/v1/models', {
        params: { header: { 'idempotency-key': idempotencyKey } },
        body,
      }),
    ),
  );

export interface AliasAt {
  name: string;
  alias: string;
  version: number;
}

/** Points an alias at a version, wherever it pointed before. */
export const useSetAlias = () =>
  useModelChange(({ name, alias, version }: AliasAt) =>
    answer(
      api.PUT('/api/v1/models/{name}/aliases/{alias}', {
        params: { path: { name, alias } },
        body: { version },
      }),
    ),
  );

export const useRemoveAlias = () =>
  useModelChange(({ name, alias }: Pick<AliasAt, 'name' | 'alias'>) =>
    done(
      api.DELETE('/api/v1/models/{name}/aliases/{alias}', { params: { path: { name, alias } } }),
    ),
  );

export const useChangeNotes = () =>
  useModelChange(({ name, version, notes }: { name: string; version: number; notes: string }) =>
    answer(
      api.PATCH('/api/v1/models/{name}/versions/{version}', {
        params: { path: { name, version } },
        body: { notes },
      }),
    ),
  );

/** Deletes a version or, without one, the whole model; what is shown next decides what is asked for anew. */
export function useDeleteModel() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ name, version }: { name: string; version?: number }) =>
      done(
        version === undefined
          ? api.DELETE('/api/v1/models/{name}', { params: { path: { name } } })
          : api.DELETE('/api/v1/models/{name}/versions/{version}', {
              params: { path: { name, version } },
            }),
      ),
    // Lists only: the page of what is gone may still be there for a moment.
    onSuccess: (_, { name, version }) =>
      Promise.all([
        client.invalidateQueries({ queryKey: [...modelKeys.all, 'list'] }),
        client.invalidateQueries({ queryKey: [...modelKeys.all, 'of-run'] }),
        version === undefined
          ? null
          : client.invalidateQueries({ queryKey: modelKeys.detail(name) }),
      ]),
  });
}
