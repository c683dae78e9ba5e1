import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { batchQuery } from '@/api/queries/batches';
import { datasetQuery, datasetsQuery } from '@/api/queries/datasets';
import { pipelinesQuery } from '@/api/queries/pipelines';
import type { Dataset } from '@/api/types';
import { ErrorState, PageHeader, Skeletons } from '@/components/ui';
import { initialDraft } from './form/initialDraft';
import { NewBatchForm } from './form/NewBatchForm';
import type { NewBatchSearch } from './search';

/** Every dataset, page after page: the form's list has to offer the oldest one too. */
function useAllDatasets() {
  const query = useInfiniteQuery(datasetsQuery);
  const { hasNextPage, isFetching, isError, fetchNextPage } = query;
  useEffect(() => {
    if (hasNextPage && !isFetching && !isError) void fetchNextPage();
  }, [hasNextPage, isFetching, isError, fetchNextPage]);
  return { ...query, items: query.data?.pages.flatMap((page) => page.items) };
}

function withDataset(items: readonly Dataset[], extra: Dataset | undefined): readonly Dataset[] {
  return extra && !items.some(({ id }) => id === extra.id) ? [extra, ...items] : items;
}

/** Starts a batch, or one experiment; the address can bring what to start with. */
export function NewBatchPage() {
  const { t } = useTranslation('batches');
  const search = useSearch({ from: '/batches/new' });
  return (
    <>
      <PageHeader title={t('form.title')} description={t('form.intro')} />
      {/* Another address is another form, not new props of one that was already edited. */}
      <LoadedForm key={JSON.stringify(search)} search={search} />
    </>
  );
}

function LoadedForm({ search }: { search: NewBatchSearch }) {
  const pipelines = useQuery(pipelinesQuery);
  const datasets = useAllDatasets();
  const from = useQuery({ ...batchQuery(search.from ?? ''), enabled: search.from !== undefined });
  const wantedDataset = search.dataset ?? from.data?.dataset_id;
  const wanted = useQuery({
    ...datasetQuery(wantedDataset ?? ''),
    enabled: wantedDataset !== undefined,
  });

  // Settings that were asked for and cannot be had are an error; a missing dataset is chosen anew.
  const failed = [pipelines, datasets, from].find((query) => query.isError);
  if (failed) return <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />;
  if (!pipelines.data || !datasets.items || from.isLoading || wanted.isLoading) {
    return <Skeletons count={4} height={120} />;
  }
  const items = withDataset(datasets.items, wanted.data);
  return (
    <NewBatchForm
      pipelines={pipelines.data.items}
      datasets={items}
      initial={initialDraft({
        pipelines: pipelines.data.items,
        dataset: wanted.data ?? items[0],
        search,
        from: from.data,
      })}
    />
  );
}
