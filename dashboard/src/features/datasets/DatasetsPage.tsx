import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { datasetsQuery } from '@/api/queries/datasets';
import {
  EmptyState,
  ErrorState,
  PagedList,
  PageHeader,
  Skeletons,
  useItems,
} from '@/components/ui';
import { DatasetTable } from './DatasetTable';
import { SampleCards } from './SampleCards';
import { UploadList } from './UploadList';
import { UploadZone } from './UploadZone';

export function DatasetsPage() {
  const { t } = useTranslation('datasets');
  const datasets = useInfiniteQuery(datasetsQuery);
  const owned = useItems(datasets.data);
  return (
    <>
      <PageHeader title={t('title')} description={t('description')} />
      <UploadZone />
      <UploadList />
      <PagedList
        query={datasets}
        loading={<Skeletons count={4} />}
        empty={
          <EmptyState icon="dataset" title={t('empty.title')}>
            {t('empty.text')}
          </EmptyState>
        }
      >
        {(items) => (
          <>
            {datasets.isError && !datasets.isFetchNextPageError && (
              <ErrorState error={datasets.error} onRetry={() => void datasets.refetch()} />
            )}
            <DatasetTable datasets={items} />
          </>
        )}
      </PagedList>
      <SampleCards owned={owned} />
    </>
  );
}
