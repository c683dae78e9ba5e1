import { useTranslation } from 'react-i18next';
import type { Batch } from '@/api/types';
import { useFormat } from '@/i18n/useFormat';
import shared from '@/components/shared.module.css';
import { endedCount, isActive } from './status';

/** How far a batch is in runs, how long it has taken, and how long it may still take. */
export function BatchTime({ batch }: { batch: Batch }) {
  const { t } = useTranslation('batches');
  const format = useFormat();
  const parts = [
    t('page.progressRuns', {
      ended: format.integer(endedCount(batch.counts)),
      total: format.integer(batch.job_count),
    }),
  ];
  if (batch.started_at !== null) {
    const end = batch.finished_at ?? new Date().toISOString();
    const seconds = (Date.parse(end) - Date.parse(batch.started_at)) / 1000;
    // The clocks of server and browser may differ by a little.
    const time = format.duration(Math.max(seconds, 0));
    parts.push(batch.finished_at === null ? t('page.elapsed', { time }) : t('page.took', { time }));
  }
  if (isActive(batch) && batch.eta_seconds !== null) {
    parts.push(t('page.left', { time: format.duration(batch.eta_seconds) }));
  }
  return <p className={shared.quiet}>{parts.join(' · ')}</p>;
}
