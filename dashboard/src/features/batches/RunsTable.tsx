import { SegmentedControl } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { experimentsQuery } from '@/api/queries/experiments';
import type { Batch, JobState } from '@/api/types';
import shared from '@/components/shared.module.css';
import { CompareBar } from '@/components/pick';
import { Card, ErrorState, LoadMore, Skeletons } from '@/components/ui';
import { useFormat } from '@/i18n/useFormat';
import classes from './BatchPage.module.css';
import { RunRows } from './RunRows';
import { SEGMENT_ORDER } from './status';

// The most a page of the API may have, so that all but the largest batches are whole.
const PAGE_SIZE = 200;

/** The runs of a batch, page by page, by state. */
export function RunsTable({ batch }: { batch: Batch }) {
  const { t } = useTranslation('batches');
  const format = useFormat();
  const [state, setState] = useState<JobState | 'all'>('all');
  const query = useInfiniteQuery(
    experimentsQuery({
      batch_id: batch.id,
      limit: PAGE_SIZE,
      ...(state === 'all' ? {} : { state }),
    }),
  );
  const runs = useMemo(() => {
    const items = query.data?.pages.flatMap((page) => page.items) ?? [];
    // Runs of a batch are as old as each other; while pages are missing the server's order holds.
    return query.hasNextPage ? items : items.toSorted((a, b) => (a.number ?? 0) - (b.number ?? 0));
  }, [query.data, query.hasNextPage]);
  const total = state === 'all' ? batch.job_count : batch.counts[state];
  const choices = SEGMENT_ORDER.filter((one) => batch.counts[one] > 0 || one === state);
  return (
    <Card aria-labelledby="batch-runs">
      <div className={classes.tableHead}>
        <h2 id="batch-runs">{t('page.runs')}</h2>
        <SegmentedControl
          size="xs"
          aria-label={t('table.filter')}
          value={state}
          onChange={setState}
          data={[
            {
              value: 'all' as const,
              label: `${t('table.all')} ${format.integer(batch.job_count)}`,
            },
            ...choices.map((value) => ({
              value,
              label: `${t(`filterState.${value}`)} ${format.integer(batch.counts[value])}`,
            })),
          ]}
        />
      </div>
      {query.isPending && <Skeletons count={5} height={28} />}
      {query.isError && runs.length === 0 && (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      )}
      {query.isSuccess && runs.length === 0 && (
        <p className={`${shared.quiet} ${classes.quiet}`}>{t('table.empty')}</p>
      )}
      {runs.length > 0 && <RunRows batch={batch} runs={runs} />}
      {runs.length > 0 && runs.length < total && (
        <p className={`${shared.quiet} ${classes.quiet}`}>
          {t('table.shown', { shown: format.integer(runs.length), total: format.integer(total) })}
        </p>
      )}
      <LoadMore query={query} label={t('table.loadMore')} />
      <CompareBar />
    </Card>
  );
}
