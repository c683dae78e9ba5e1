import { SegmentedControl } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Batch } from '@/api/types';
import { splitTags, TagFilter } from '@/components/labels';
import { SearchField } from '@/components/ui';
import { useFormat } from '@/i18n/useFormat';
import classes from './BatchesPage.module.css';
import { BATCH_FILTERS, type BatchesSearch } from './search';
import { isActive } from './status';

interface BatchFiltersProps {
  batches: readonly Batch[];
  /** Whether every batch is loaded; only then are the counts true. */
  complete: boolean;
}

/** Which batches to show; the choice is kept in the address. */
export function BatchFilters({ batches, complete }: BatchFiltersProps) {
  const { t } = useTranslation('batches');
  const format = useFormat();
  const navigate = useNavigate({ from: '/batches' });
  const { show = 'all', q = '', tag } = useSearch({ from: '/batches' });
  const active = batches.filter(isActive).length;
  const counts = { all: batches.length, active, done: batches.length - active };
  const change = (search: BatchesSearch) =>
    void navigate({ search: (old) => ({ ...old, ...search }), replace: true });
  return (
    <div className={classes.filters}>
      <SegmentedControl
        size="xs"
        aria-label={t('filter.label')}
        value={show}
        onChange={(value) => {
          change({ show: value === 'all' ? undefined : value });
        }}
        data={BATCH_FILTERS.map((value) => ({
          value,
          label: t(`filter.${value}`) + (complete ? ` ${format.integer(counts[value])}` : ''),
        }))}
      />
      <TagFilter
        kind="batch"
        value={splitTags(tag)}
        onChange={(tags) => {
          change({ tag: tags.join(',') || undefined });
        }}
      />
      <SearchField
        className={classes.search}
        label={t('filter.search')}
        value={q}
        onChange={(text) => {
          change({ q: text });
        }}
      />
    </div>
  );
}
