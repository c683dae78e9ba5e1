import { useInfiniteQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { batchesQuery } from '@/api/queries/batches';
import {
  AfterDelay,
  EmptyState,
  ErrorState,
  Icon,
  LinkButton,
  LoadMore,
  PageHeader,
} from '@/components/ui';
import { useFormat } from '@/i18n/useFormat';
import { BatchCardSkeleton } from './BatchCardSkeleton';
import classes from './BatchesPage.module.css';
import { BatchGrid } from './BatchGrid';
import { BatchFilters } from './BatchFilters';
import { filterBatches } from './filterBatches';
import { SampleButton } from './SampleButton';

const PAGE_SIZE = 100;

/** All batches, newest first, with a filter and a search by name. */
export function BatchesPage() {
  const { t } = useTranslation('batches');
  return (
    <>
      <PageHeader
        title={t('title')}
        actions={
          <LinkButton
            to="/batches/new"
            variant="filled"
            leftSection={<Icon name="plus" size={14} />}
          >
            {t('new')}
          </LinkButton>
        }
      />
      <BatchList />
    </>
  );
}

function BatchList() {
  const { t } = useTranslation('batches');
  const { show = 'all', q = '' } = useSearch({ from: '/batches' });
  const { language } = useFormat();
  const list = useInfiniteQuery(batchesQuery({ limit: PAGE_SIZE }));
  const all = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  const [cleared, setCleared] = useState(0);
  const shown = useMemo(() => filterBatches(all, { show, q, language }), [all, show, q, language]);

  if (list.isPending) return <Loading />;
  if (list.isError && all.length === 0) {
    return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  }
  if (all.length === 0) return <NoBatches />;
  return (
    <>
      <BatchFilters key={cleared} batches={all} complete={!list.hasNextPage} />
      {list.isError && !list.isFetchNextPageError && (
        <Stale error={list.error} at={list.dataUpdatedAt} onRetry={() => void list.refetch()} />
      )}
      <BatchGrid batches={shown} />
      {shown.length === 0 && !list.hasNextPage && (
        <NoMatch
          onClear={() => {
            setCleared(cleared + 1);
          }}
        />
      )}
      <LoadMore query={list} label={t('list.loadMore')} />
    </>
  );
}

function Loading() {
  const { t } = useTranslation('batches');
  return (
    <AfterDelay>
      <div className={classes.cards} role="status" aria-label={t('card.loading')}>
        {Array.from({ length: 5 }, (_, index) => (
          <BatchCardSkeleton key={index} />
        ))}
      </div>
    </AfterDelay>
  );
}

function NoBatches() {
  const { t } = useTranslation('batches');
  return (
    <EmptyState
      icon="batch"
      title={t('list.emptyTitle')}
      actions={
        <>
          <LinkButton
            to="/batches/new"
            variant="filled"
            leftSection={<Icon name="plus" size={14} />}
          >
            {t('new')}
          </LinkButton>
          <SampleButton />
        </>
      }
    >
      {t('list.emptyText')}
    </EmptyState>
  );
}

function NoMatch({ onClear }: { onClear: () => void }) {
  const { t } = useTranslation('batches');
  return (
    <EmptyState
      icon="search"
      title={t('list.noMatchTitle')}
      actions={
        <LinkButton to="/batches" onClick={onClear}>
          {t('list.clear')}
        </LinkButton>
      }
    >
      {t('list.noMatchText')}
    </EmptyState>
  );
}

interface StaleProps {
  error: unknown;
  at: number;
  onRetry: () => void;
}

/** A refresh failed: what was loaded stays, with its time. */
function Stale({ error, at, onRetry }: StaleProps) {
  const { t } = useTranslation('batches');
  const format = useFormat();
  return (
    <div className={classes.stale}>
      <ErrorState
        error={error}
        onRetry={onRetry}
        title={t('list.stale', { time: format.time(new Date(at).toISOString()) })}
      />
    </div>
  );
}
