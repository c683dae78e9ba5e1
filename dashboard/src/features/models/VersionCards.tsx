import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { modelVersionQuery } from '@/api/queries/models';
import type { ModelVersion } from '@/api/types';
import shared from '@/components/shared.module.css';
import { compareMetrics } from '@/components/metricComparison';
import { Card, ErrorState, Num, Skeletons } from '@/components/ui';
import { LineageCard } from './LineageCard';
import { MetricVerdict } from './MetricVerdict';
import classes from './models.module.css';

/** What one version reached, what is noted of it, and where it came from. */
export function VersionCards({ name, version }: { name: string; version: number }) {
  const query = useQuery(modelVersionQuery(name, version));
  if (query.data) {
    return (
      <>
        <MetricsCard version={query.data} />
        <LineageCard version={query.data} />
      </>
    );
  }
  if (query.isPending) return <Skeletons count={2} height={140} />;
  return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
}

function MetricsCard({ version }: { version: ModelVersion }) {
  const { t } = useTranslation('models');
  const holdout = version.row_counts.holdout;
  return (
    <Card aria-labelledby="version-metrics">
      <h2 id="version-metrics">
        {t('metrics.title', { number: version.version })}{' '}
        {holdout !== undefined && (
          <small className={shared.aside}>{t('metrics.onHoldout', { count: holdout })}</small>
        )}
      </h2>
      <ul className={`${shared.metrics} ${classes.metrics}`}>
        {compareMetrics(version).map((row) => (
          <li key={row.name}>
            <span className={shared.metricName}>{row.name}</span>
            <span className={`${shared.metricValue} ${classes.metricValue}`}>
              <Num value={row.value} />
            </span>
            <MetricVerdict row={row} />
          </li>
        ))}
      </ul>
      {version.notes !== '' && (
        <>
          <h3 className={classes.notesTitle}>{t('versions.notes')}</h3>
          <p className={classes.notesText}>{version.notes}</p>
        </>
      )}
    </Card>
  );
}
