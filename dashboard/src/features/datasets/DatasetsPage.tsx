import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { datasetsQuery } from '@/api/queries/datasets';
import { EmptyState, ErrorState, LoadMore, PageHeader, Skeletons } from '@/components/ui';
import { DatasetTable } from './DatasetTable';
import { SampleCards } from './SampleCards';
import { UploadList } from './UploadList';
import { UploadZone } from './UploadZone';

export function DatasetsPage() {
  const { t } = useTranslation('datasets');
  const { t: common } = useTranslation();
  const datasets = useInfiniteQuery(datasetsQuery);
  const items = datasets.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <PageHeader title={t('title')} description={t('description')} />
      <UploadZone />
      <UploadList />
      {datasets.isPending && <Skeletons count={4} />}
      {datasets.isError && !datasets.isFetchNextPageError && (
        <ErrorState error={datasets.error} onRetry={() => void datasets.refetch()} />
      )}
      {datasets.isSuccess && items.length === 0 && (
        <EmptyState icon="dataset" title={t('empty.title')}>
          {t('empty.text')}
        </EmptyState>
      )}
      {items.length > 0 && <DatasetTable datasets={items} />}
      <LoadMore query={datasets} label={common('action.loadMore')} />
      <SampleCards owned={items} />
    </>
  );
}
