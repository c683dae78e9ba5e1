import { useTranslation } from 'react-i18next';
import type { Batch } from '@/api/types';
import { StateBadge, type ShownState } from '@/components/ui';
import { useFormat } from '@/i18n/useFormat';
import { batchStatus, type BatchStatus } from './status';

const LOOKS: Record<BatchStatus, ShownState> = {
  waiting: 'queued',
  running: 'running',
  done: 'succeeded',
  partlyFailed: 'failed',
  allFailed: 'failed',
  cancelling: 'cancelling',
  cancelled: 'cancelled',
};

/** The state of a batch as a chip; a running one says how far it is. */
export function BatchChip({ batch, stale = false }: { batch: Batch; stale?: boolean }) {
  const { t } = useTranslation('batches');
  const format = useFormat();
  if (stale) return <StateBadge state="cancelling" text={t('status.reconnecting')} />;
  const status = batchStatus(batch);
  const text = {
    waiting: () => t('status.waiting'),
    running: () => format.percent(Math.floor(batch.progress * 100) / 100),
    done: () => t('status.done'),
    partlyFailed: () => t('status.partlyFailed', { count: format.integer(batch.counts.failed) }),
    allFailed: () => t('status.allFailed'),
    cancelling: () => t('status.cancelling'),
    cancelled: () => t('status.cancelled'),
  }[status]();
  return <StateBadge state={LOOKS[status]} text={text} />;
}
