import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { batchesQuery } from '@/api/queries/batches';
import { datasetsQuery } from '@/api/queries/datasets';
import type { Batch } from '@/api/types';
import shared from '@/components/shared.module.css';
import { ErrorState, LinkButton, PageHeader, Skeletons } from '@/components/ui';
import { Checklist } from './Checklist';
import { RecentResults } from './RecentResults';
import { RunningNow } from './RunningNow';

const isActive = (batch: Batch) => batch.state === 'queued' || batch.state === 'running';

export function HomePage() {
  const { t } = useTranslation('home');
  const batches = useInfiniteQuery(batchesQuery());
  const datasets = useInfiniteQuery(datasetsQuery);

  if (batches.isPending || datasets.isPending) return <Skeletons count={4} height={72} />;
  if (!batches.data || !datasets.data) {
    const failed = batches.isError ? batches : datasets;
    return <ErrorState page error={failed.error} onRetry={() => void failed.refetch()} />;
  }

  const items = batches.data.pages.flatMap((page) => page.items);
  const newest = datasets.data.pages[0]?.items[0];
  const active = items.filter(isActive);
  const ended = items.filter((batch) => !isActive(batch));
  return (
    <>
      <PageHeader
        title={t('title')}
        actions={
          newest && (
            <LinkButton to="/batches/new" variant="filled">
              {t('newBatch')}
            </LinkButton>
          )
        }
      />
      <div className={shared.sections}>
        {ended.length === 0 && <Checklist dataset={newest} batch={active[0]} />}
        <RunningNow batches={active} />
        <RecentResults batches={ended} />
      </div>
    </>
  );
}
