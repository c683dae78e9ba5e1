import { useTranslation } from 'react-i18next';
import type { ModelVersionItem } from '@/api/types';
import shared from '@/components/shared.module.css';
import { compareMetrics, type MetricRow } from '@/components/metricComparison';
import { Icon, NoValue } from '@/components/ui';
import { useFormat } from '@/i18n/useFormat';
import classes from './models.module.css';

const ICONS = { better: 'check', worse: 'warn', equal: 'minus' } as const;

/** "27% better than the baseline", or why that can't be said. */
export function MetricVerdict({ row }: { row: MetricRow }) {
  const { t } = useTranslation('models');
  const format = useFormat();
  if (row.verdict === null || row.difference === null) {
    return <span className={shared.quiet}>{t('metrics.noBaseline')}</span>;
  }
  const amount =
    row.share === null
      ? format.metric(Math.abs(row.difference), 3)
      : format.percent(Math.abs(row.share), 1);
  return (
    <span className={`${shared.verdict} ${classes.verdict}`} data-verdict={row.verdict}>
      <Icon name={ICONS[row.verdict]} size={13} />
      {t(`metrics.${row.verdict}`, { amount })}
    </span>
  );
}

/** The first of a version's metrics with its name. */
export function FirstMetric({ version }: { version: ModelVersionItem }) {
  const format = useFormat();
  const row = compareMetrics(version)[0];
  if (row?.value === undefined || row.value === null) return <NoValue />;
  return (
    <>
      {row.name} <b>{format.metric(row.value)}</b>
    </>
  );
}

/** How the first of a version's metrics compares with the baseline. */
export function FirstVerdict({ version }: { version: ModelVersionItem }) {
  const row = compareMetrics(version)[0];
  return row === undefined ? <NoValue /> : <MetricVerdict row={row} />;
}
