import {
  infiniteQueryOptions,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query';
import { answer, client as api, done } from '../client';

export const datasetKeys = {
  all: ['datasets'] as const,
  lists: ['datasets', 'list'] as const,
  detail: (id: string) => ['datasets', 'detail', id] as const,
  preview: (id: string, rows: number) => ['datasets', 'preview', id, rows] as const,
  samples: ['datasets', 'samples'] as const,
};

/** All datasets in pages of 50, newest first. */
export const datasetsQuery = infiniteQueryOptions({
  queryKey: datasetKeys.lists,
  queryFn: ({ pageParam, signal }) =>
    answer(api.GET('/api/v1/datasets', { params: { query: { cursor: pageParam } }, signal })),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.next_cursor,
});

export const datasetQuery = (id: string) =>
  queryOptions({
    queryKey: datasetKeys.detail(id),
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/datasets/{dataset_id}', { params: { path: { dataset_id: id } }, signal }),
      ),
  });

export const datasetPreviewQuery = (id: string, rows = 20) =>
  queryOptions({
    queryKey: datasetKeys.preview(id, rows),
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/datasets/{dataset_id}/preview', {
          params: { path: { dataset_id: id }, query: { rows } },
          signal,
        }),
      ),
    staleTime: Infinity, // A dataset never changes.
  });

export const samplesQuery = queryOptions({
  queryKey: datasetKeys.samples,
  queryFn: ({ signal }) => answer(api.GET('/api/v1/datasets/samples', { signal })),
  staleTime: 5 * 60_000,
});

export function useImportSample() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (key: string) =>
      answer(api.POST('/api/v1/datasets/samples/{key}', { params: { path: { key } } })),
    onSuccess: (dataset) => {
      client.setQueryData(datasetKeys.detail(dataset.id), dataset);
      return client.invalidateQueries({ queryKey: datasetKeys.lists });
    },
  });
}

export function useDeleteDataset() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (dataset_id: string) =>
      done(api.DELETE('/api/v1/datasets/{dataset_id}', { params: { path: { dataset_id } } })),
    onSuccess: (_, id) => {
      client.removeQueries({ queryKey: datasetKeys.detail(id) });
      return client.invalidateQueries({ queryKey: datasetKeys.lists });
    },
  });
}
