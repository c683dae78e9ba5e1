import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { pipelinesQuery } from '@/api/queries/pipelines';
import type { Experiment, Pipeline } from '@/api/types';
import shared from '@/components/shared.module.css';
import { compareMetrics, type MetricRow } from '@/components/metricComparison';
import { Card, Icon, Num } from '@/components/ui';
import { useFormat } from '@/i18n/useFormat';
import { crossValidationOf } from './detailShape';
import classes from './experiments.module.css';
import { Spread } from './FoldsCard';

type Task = Pipeline['task'] | 'unknown';

/** What a pipeline predicts, which says what its baseline is. */
function useTask(id: string): Task {
  const { data } = useQuery(pipelinesQuery);
  return data?.items.find((one) => one.id === id)?.task ?? 'unknown';
}

/** Every metric beside the baseline: which way is better, and by how much it is. */
export function MetricsCard({ run }: { run: Experiment }) {
  const { t } = useTranslation('experiments');
  const rows = compareMetrics(run);
  const task = useTask(run.pipeline);
  const spreads = crossValidationOf(run.details)?.metrics ?? {};
  const ended = run.state !== 'queued' && run.state !== 'running';
  const known = rows.some((row) => row.value !== null);
  return (
    <Card aria-labelledby="run-metrics">
      <h2 id="run-metrics">
        {t('metrics.title')}{' '}
        {run.row_counts && (
          <small className={shared.aside}>
            {t('metrics.onHoldout', { count: run.row_counts.holdout })}
          </small>
        )}
      </h2>
      {known ? (
        <ul className={`${shared.metrics} ${classes.metrics}`}>
          {rows.map((row) => (
            <Metric key={row.name} row={row} task={task} std={spreads[row.name]?.std ?? null} />
          ))}
        </ul>
      ) : (
        <p className={shared.quiet}>{ended ? t('metrics.none') : t('metrics.pending')}</p>
      )}
    </Card>
  );
}

interface MetricProps {
  row: MetricRow;
  task: Task;
  /** Standard deviation over the folds of a cross-validation. */
  std: number | null;
}

function Metric({ row, task, std }: MetricProps) {
  const { t } = useTranslation('experiments');
  return (
    <li>
      <span className={`${shared.metricName} ${classes.metricName}`}>
        {row.name}
        {row.direction && <small>{t(`metrics.${row.direction}`)}</small>}
      </span>
      <span className={`${shared.metricValue} ${classes.metricValue}`}>
        <Num value={row.value} /> {std !== null && <Spread std={std} />}
      </span>
      {row.value === null ? <span>{t('metrics.noValue')}</span> : <Verdict row={row} task={task} />}
    </li>
  );
}

function Verdict({ row, task }: { row: MetricRow; task: Task }) {
  const { t } = useTranslation('experiments');
  const format = useFormat();
  if (row.verdict === null || row.baseline === null || row.difference === null) {
    return <span>{t('metrics.noBaseline')}</span>;
  }
  const size = Math.abs(row.difference);
  const amount =
    row.share === null ? format.metric(size, 3) : format.percent(Math.abs(row.share), 1);
  const words = t(`metrics.${row.verdict}`, {
    amount,
    task,
    baseline: format.metric(row.baseline),
  });
  const icon = { better: 'check', worse: 'warn', equal: 'minus' } as const;
  return (
    <span className={`${shared.verdict} ${classes.verdict}`} data-verdict={row.verdict}>
      <Icon name={icon[row.verdict]} size={13} />
      {words}
    </span>
  );
}
