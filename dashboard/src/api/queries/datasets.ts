import {
  infiniteQueryOptions,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query';
import { api } from '../client';
import type { Dataset, DatasetPreview, Page, Sample } from '../types';

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
    api.get<Page<Dataset>>('/datasets', { cursor: pageParam }, signal),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.next_cursor,
});

export const datasetQuery = (id: string) =>
  queryOptions({
    queryKey: datasetKeys.detail(id),
    queryFn: ({ signal }) => api.get<Dataset>(`/datasets/${id}`, undefined, signal),
  });

export const datasetPreviewQuery = (id: string, rows = 20) =>
  queryOptions({
    queryKey: datasetKeys.preview(id, rows),
    queryFn: ({ signal }) => api.get<DatasetPreview>(`/datasets/${id}/preview`, { rows }, signal),
    staleTime: Infinity, // A dataset never changes.
  });

export const samplesQuery = queryOptions({
  queryKey: datasetKeys.samples,
  queryFn: ({ signal }) => api.get<{ items: Sample[] }>('/datasets/samples', undefined, signal),
  staleTime: 5 * 60_000,
});

export function useImportSample() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (key: string) => api.post<Dataset>(`/datasets/samples/${key}`),
    onSuccess: (dataset) => {
      client.setQueryData(datasetKeys.detail(dataset.id), dataset);
      return client.invalidateQueries({ queryKey: datasetKeys.lists });
    },
  });
}

export function useDeleteDataset() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.delete(`/datasets/${id}`),
    onSuccess: (_, id) => {
      client.removeQueries({ queryKey: datasetKeys.detail(id) });
      return client.invalidateQueries({ queryKey: datasetKeys.lists });
    },
  });
}
