import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { batchesQuery } from '@/api/queries/batches';
import type { Batch } from '@/api/types';
import { splitTags } from '@/components/labels';
import {
  AfterDelay,
  EmptyState,
  ErrorState,
  Icon,
  LinkButton,
  PagedList,
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

/** All batches, newest first, with filters by state and tag and a search by name. */
export function BatchesPage() {
  const { t } = useTranslation('batches');
  return (
    <>
      <PageHeader title={t('title')} actions={<NewBatchButton />} />
      <BatchList />
    </>
  );
}

function NewBatchButton() {
  const { t } = useTranslation('batches');
  return (
    <LinkButton to="/batches/new" variant="filled" leftSection={<Icon name="plus" size={14} />}>
      {t('new')}
    </LinkButton>
  );
}

function BatchList() {
  const { t } = useTranslation('batches');
  const { tag } = useSearch({ from: '/batches' });
  const tags = splitTags(tag);
  const query = useInfiniteQuery({
    ...batchesQuery({ limit: PAGE_SIZE, ...(tags.length === 0 ? {} : { tag: tags }) }),
    placeholderData: keepPreviousData,
  });
  return (
    <PagedList
      query={query}
      loading={<Loading />}
      empty={tags.length === 0 && !query.isPlaceholderData && <NoBatches />}
      more={t('list.loadMore')}
    >
      {(batches) => (
        <FilteredBatches
          batches={batches}
          complete={!query.hasNextPage && !query.isPlaceholderData}
          stale={
            query.isError &&
            !query.isFetchNextPageError && (
              <Stale
                error={query.error}
                at={query.dataUpdatedAt}
                onRetry={() => void query.refetch()}
              />
            )
          }
        />
      )}
    </PagedList>
  );
}

interface FilteredBatchesProps {
  batches: readonly Batch[];
  /** Whether every batch is loaded. */
  complete: boolean;
  /** What stands above the cards where they may be out of date. */
  stale: ReactNode;
}

function FilteredBatches({ batches, complete, stale }: FilteredBatchesProps) {
  const { show = 'all', q = '', tag } = useSearch({ from: '/batches' });
  const { language } = useFormat();
  const [cleared, setCleared] = useState(0);
  const shown = useMemo(
    () => filterBatches(batches, { show, q, language }),
    [batches, show, q, language],
  );
  return (
    <>
      <BatchFilters key={cleared} batches={batches} complete={complete} />
      {stale}
      <BatchGrid batches={shown} />
      {shown.length === 0 && complete && (
        <NoMatch
          // Of batches with the tags there are some, but not in this state or of this name.
          tags={batches.length === 0 ? splitTags(tag) : []}
          onClear={() => {
            setCleared(cleared + 1);
          }}
        />
      )}
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
          <NewBatchButton />
          <SampleButton />
        </>
      }
    >
      {t('list.emptyText')}
    </EmptyState>
  );
}

interface NoMatchProps {
  /** Tags that no batch has; empty where something else leaves nothing. */
  tags: readonly string[];
  onClear: () => void;
}

function NoMatch({ tags, onClear }: NoMatchProps) {
  const { t } = useTranslation('batches');
  const byTag = tags.length > 0;
  return (
    <EmptyState
      icon={byTag ? 'tag' : 'search'}
      title={
        byTag
          ? t('list.noTagTitle', { count: tags.length, tags: tags.join(', ') })
          : t('list.noMatchTitle')
      }
      actions={
        <LinkButton to="/batches" onClick={onClear}>
          {t('list.clear')}
        </LinkButton>
      }
    >
      {byTag ? t('list.noTagText') : t('list.noMatchText')}
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
