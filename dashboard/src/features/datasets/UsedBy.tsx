import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { batchesQuery } from '@/api/queries/batches';
import type { Batch } from '@/api/types';
import shared from '@/components/shared.module.css';
import {
  DataTable,
  DateTime,
  ErrorState,
  PagedList,
  shownState,
  Skeletons,
  StateBadge,
} from '@/components/ui';
import { useFormat } from '@/i18n/useFormat';

/** The batches that were run on the dataset. */
export function UsedBy({ datasetId }: { datasetId: string }) {
  const { t } = useTranslation('datasets');
  const batches = useInfiniteQuery(batchesQuery({ dataset_id: datasetId }));
  return (
    <section>
      <h2>{t('usedBy.title')}</h2>
      <PagedList
        query={batches}
        loading={<Skeletons count={2} />}
        empty={<p className={shared.quiet}>{t('usedBy.none')}</p>}
      >
        {(items) => (
          <>
            {batches.isError && !batches.isFetchNextPageError && (
              <ErrorState error={batches.error} onRetry={() => void batches.refetch()} />
            )}
            <BatchRows batches={items} />
          </>
        )}
      </PagedList>
    </section>
  );
}

function BatchRows({ batches }: { batches: readonly Batch[] }) {
  const { t } = useTranslation('datasets');
  const format = useFormat();
  return (
    <DataTable label={t('usedBy.title')}>
      <tbody>
        {batches.map((batch) => (
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
  );
}
