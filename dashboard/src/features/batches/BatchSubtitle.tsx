import { useTranslation } from 'react-i18next';
import type { Batch } from '@/api/types';
import { useFormat } from '@/i18n/useFormat';
import classes from './BatchCard.module.css';
import { batchStatus, openCount } from './status';

interface BatchSubtitleProps {
  batch: Batch;
  staleSince: string | null;
}

/** Pipeline, size, and the one fact about time that matters now. */
export function BatchSubtitle({ batch, staleSince }: BatchSubtitleProps) {
  const { t } = useTranslation('batches');
  const format = useFormat();
  const when = () => {
    if (staleSince !== null) return t('card.asOf', { time: format.time(staleSince) });
    switch (batchStatus(batch)) {
      case 'cancelling':
        return t('card.stopping', { count: openCount(batch.counts) });
      case 'running':
        return batch.eta_seconds === null
          ? null
          : t('card.timeLeft', { time: format.duration(batch.eta_seconds) });
      case 'waiting':
        return format.relative(batch.created_at);
      default:
        return format.relative(batch.finished_at ?? batch.created_at);
    }
  };
  const { strategy = 'grid' } = batch.search;
  const parts = [
    batch.pipeline,
    t('runs', { count: batch.job_count }),
    strategy === 'grid' ? null : t('card.sampledBy', { strategy: t(`strategy.${strategy}`) }),
    when(),
  ];
  return <div className={classes.sub}>{parts.filter((part) => part !== null).join(' · ')}</div>;
}
