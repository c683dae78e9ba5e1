import { useTranslation } from 'react-i18next';
import type { Experiment } from '@/api/types';
import { Card, Icon, Num } from '@/components/ui';
import { useFormat } from '@/i18n/useFormat';
import classes from './experiments.module.css';
import { compareMetrics, type MetricRow } from './metricComparison';

/** Every metric beside the baseline: which way is better, and by how much it is. */
export function MetricsCard({ run }: { run: Experiment }) {
  const { t } = useTranslation('experiments');
  const rows = compareMetrics(run);
  const ended = run.state !== 'queued' && run.state !== 'running';
  const known = rows.some((row) => row.value !== null);
  return (
    <Card aria-labelledby="run-metrics">
      <h2 id="run-metrics">
        {t('metrics.title')}{' '}
        {run.row_counts && (
          <small className={classes.aside}>
            {t('metrics.onHoldout', { count: run.row_counts.holdout })}
          </small>
        )}
      </h2>
      {known ? (
        <ul className={classes.metrics}>
          {rows.map((row) => (
            <Metric key={row.name} row={row} />
          ))}
        </ul>
      ) : (
        <p className={classes.quiet}>{ended ? t('metrics.none') : t('metrics.pending')}</p>
      )}
    </Card>
  );
}

function Metric({ row }: { row: MetricRow }) {
  const { t } = useTranslation('experiments');
  return (
    <li>
      <span className={classes.metricName}>
        {row.name}
        {row.direction && <small>{t(`metrics.${row.direction}`)}</small>}
      </span>
      <span className={classes.metricValue}>
        <Num value={row.value} />
      </span>
      {row.value === null ? <span>{t('metrics.noValue')}</span> : <Verdict row={row} />}
    </li>
  );
}

function Verdict({ row }: { row: MetricRow }) {
  const { t } = useTranslation('experiments');
  const format = useFormat();
  if (row.verdict === null || row.baseline === null || row.difference === null) {
    return <span>{t('metrics.noBaseline')}</span>;
  }
  const size = Math.abs(row.difference);
  const amount =
    row.share === null ? format.metric(size, 3) : format.percent(Math.abs(row.share), 1);
  const words = t(`metrics.${row.verdict}`, { amount, baseline: format.metric(row.baseline) });
  const icon = { better: 'check', worse: 'warn', equal: 'minus' } as const;
  return (
    <span className={classes.verdict} data-verdict={row.verdict}>
      <Icon name={icon[row.verdict]} size={13} />
      {words}
    </span>
  );
}
