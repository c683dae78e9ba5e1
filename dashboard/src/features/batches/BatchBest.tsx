import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Batch } from '@/api/types';
import { useFormat } from '@/i18n/useFormat';
import classes from './BatchCard.module.css';
import { Sparkline } from './Sparkline';
import { canAnalyze } from './status';

/** The best value so far and how it was reached, or why there is none. */
export function BatchBest({ batch, large = false }: { batch: Batch; large?: boolean }) {
  const { t } = useTranslation('batches');
  const format = useFormat();
  const { best, best_trace: trace } = batch;
  if (!canAnalyze(batch)) return <div className={classes.best}>{t('card.needsOne')}</div>;
  if (best === null) {
    return (
      <div className={classes.best}>{t('card.noValue', { metric: batch.objective.metric })}</div>
    );
  }
  const value = format.metric(best.value);
  return (
    <div className={classes.best} data-large={large || undefined}>
      <span>
        {t('card.best')} <strong>{value}</strong> {best.metric} ·{' '}
        <Link to="/experiments/$id" params={{ id: best.job_id }}>
          #{best.number}
        </Link>
      </span>
      <Sparkline trace={trace} label={t('card.trace', { count: trace.length, value })} />
    </div>
  );
}
