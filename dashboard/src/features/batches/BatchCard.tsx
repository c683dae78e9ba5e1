import { Button } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Batch } from '@/api/types';
import { TagList } from '@/components/labels';
import { Icon } from '@/components/ui';
import classes from './BatchCard.module.css';
import { BatchBest } from './BatchBest';
import { BatchChip } from './BatchChip';
import { BatchMenu } from './BatchMenu';
import { BatchProgress } from './BatchProgress';
import { BatchSubtitle } from './BatchSubtitle';
import { canAnalyze, isActive } from './status';
import type { BatchActions } from './useBatchActions';

interface BatchCardProps {
  batch: Batch;
  actions: BatchActions;
  /** Draws the card as the one whose details are shown beside it. */
  selected?: boolean;
  /** Until when the data is known to be current; `null` while live updates arrive. */
  staleSince: string | null;
}

/** One batch: state, progress, best value, and the way to its comparison. */
export const BatchCard = memo(function BatchCard(props: BatchCardProps) {
  const { batch, actions, selected = false, staleSince } = props;
  // What has ended no longer changes, so it cannot be out of date.
  const since = isActive(batch) ? staleSince : null;
  return (
    <article
      className={classes.card}
      data-selected={selected || undefined}
      data-stale={since !== null || undefined}
      aria-labelledby={`batch-${batch.id}`}
    >
      <div className={classes.row}>
        <h2 className={classes.name} id={`batch-${batch.id}`}>
          <Link to="/batches/$id" params={{ id: batch.id }} title={batch.name}>
            {batch.name}
          </Link>
        </h2>
        <BatchChip batch={batch} stale={since !== null} />
        <BatchMenu batch={batch} actions={actions} />
      </div>
      <BatchSubtitle batch={batch} staleSince={since} />
      <BatchProgress counts={batch.counts}>
        <TagList kind="batch" tags={batch.tags} most={3} />
      </BatchProgress>
      <div className={classes.foot}>
        <BatchBest batch={batch} />
        <div className={classes.buttons}>
          <RetryFailedButton batch={batch} actions={actions} />
          <AnalyzeButton batch={batch} />
        </div>
      </div>
    </article>
  );
});

export function AnalyzeButton({ batch, primary = false }: { batch: Batch; primary?: boolean }) {
  const { t } = useTranslation('batches');
  const navigate = useNavigate();
  return (
    <Button
      size="xs"
      variant={primary ? 'filled' : undefined}
      leftSection={<Icon name="analyze" size={14} />}
      data-analyze={batch.id}
      disabled={!canAnalyze(batch)}
      aria-label={t('card.analyzeName', { name: batch.name })}
      onClick={() => void navigate({ to: '/batches/$id/compare', params: { id: batch.id } })}
    >
      {t('card.analyze')}
    </Button>
  );
}

interface CardPartProps {
  batch: Batch;
  actions: BatchActions;
}

export function RetryFailedButton({ batch, actions }: CardPartProps) {
  const { t } = useTranslation('batches');
  const count = batch.counts.failed;
  if (count === 0) return null;
  return (
    <Button
      size="xs"
      loading={actions.isRetrying(batch.id)}
      leftSection={<Icon name="redo" size={14} />}
      aria-label={t('card.retryFailedName', { count, name: batch.name })}
      onClick={() => {
        actions.retryFailed(batch);
      }}
    >
      {t('card.retryFailed', { count })}
    </Button>
  );
}
