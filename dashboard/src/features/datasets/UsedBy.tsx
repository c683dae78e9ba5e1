import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { batchesQuery } from '@/api/queries/batches';
import {
  DataTable,
  DateTime,
  ErrorState,
  LoadMore,
  shownState,
  Skeletons,
  StateBadge,
} from '@/components/ui';
import { useFormat } from '@/i18n/useFormat';
import classes from './DatasetPage.module.css';

/** The batches that were run on the dataset. */
export function UsedBy({ datasetId }: { datasetId: string }) {
  const { t } = useTranslation('datasets');
  const { t: common } = useTranslation();
  const format = useFormat();
  const batches = useInfiniteQuery(batchesQuery({ dataset_id: datasetId }));
  const items = batches.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section>
      <h2>{t('usedBy.title')}</h2>
      {batches.isPending && <Skeletons count={2} />}
      {batches.isError && !batches.isFetchNextPageError && (
        <ErrorState error={batches.error} onRetry={() => void batches.refetch()} />
      )}
      {batches.isSuccess && items.length === 0 && (
        <p className={classes.note}>{t('usedBy.none')}</p>
      )}
      {items.length > 0 && (
        <DataTable label={t('usedBy.title')}>
          <tbody>
            {items.map((batch) => (
              <tr key={batch.id}>
                <th scope="row">
                  <Link to="/batches/$id" params={{ id: batch.id }}>
                    {batch.name}
                  </Link>
                </th>
                <td>
                  <StateBadge state={shownState(batch)} variant="plain" />
                </td>
                <td data-numeric>{t('usedBy.runs', { count: batch.job_count })}</td>
                <td data-numeric data-secondary>
                  {batch.best && `${batch.best.metric} ${format.metric(batch.best.value)}`}
                </td>
                <td data-secondary>
                  <DateTime iso={batch.created_at} />
                </td>
              </tr>
            ))}
          </tbody>
        </DataTable>
      )}
      <LoadMore query={batches} label={common('action.loadMore')} />
    </section>
  );
}
