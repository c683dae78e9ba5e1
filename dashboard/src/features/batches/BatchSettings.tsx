import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Batch, RunLimits } from '@/api/types';
import shared from '@/components/shared.module.css';
import { Card, DateTime, Facts, Literal, NoValue } from '@/components/ui';
import { useFormat } from '@/i18n/useFormat';
import classes from './BatchPage.module.css';
import { SpaceValues } from './SpaceValues';

const SHOWN_VALUES = 12;

/** What was asked: data, objective, swept values, fixed parameters. */
export function BatchSettings({ batch }: { batch: Batch }) {
  const { t } = useTranslation('batches');
  const format = useFormat();
  const rows: [string, ReactNode][] = [
    [
      t('page.dataset'),
      batch.dataset_id === null ? (
        <NoValue key="dataset" />
      ) : (
        <Link key="dataset" to="/datasets/$id" params={{ id: batch.dataset_id }}>
          {batch.dataset_name}
        </Link>
      ),
    ],
    [t('page.target'), batch.target],
    ...(batch.time_column === null
      ? []
      : ([[t('page.timeColumn'), batch.time_column]] satisfies [string, ReactNode][])),
    [
      t('page.objective'),
      `${batch.objective.metric} · ${t(`direction.${batch.objective.direction}`)}`,
    ],
    [t('page.search'), <SearchText key="search" batch={batch} />],
    [t('page.parallelism'), batch.parallelism ?? t('page.any')],
    ...limitRows(batch.limits, format).map((text): [string, ReactNode] => [t('page.limits'), text]),
    [t('page.seed'), <code key="seed">{batch.seed}</code>],
    [t('page.started'), <DateTime key="started" iso={batch.started_at} absolute />],
    [t('page.ended'), <DateTime key="ended" iso={batch.finished_at} absolute />],
  ];
  return (
    <Card aria-labelledby="batch-settings">
      <h2 id="batch-settings">{t('page.settings')}</h2>
      <Facts rows={rows} className={classes.facts} />
      <h3>{t('page.swept')}</h3>
      <Facts
        className={classes.facts}
        rows={Object.entries(batch.search.space).map(([name, values]) => [
          name,
          <SpaceValues key={name} spec={values} most={SHOWN_VALUES} />,
        ])}
      />
      <Fixed config={batch.config} />
    </Card>
  );
}

/** How settings are chosen, and whether hopeless runs are given up. */
function SearchText({ batch }: { batch: Batch }) {
  const { t } = useTranslation('batches');
  const { strategy = 'grid', pruner } = batch.search;
  const parts = [t(`strategy.${strategy}`), ...(pruner ? [t('page.pruner')] : [])];
  return <>{parts.join(' · ')}</>;
}

/** The limits of one run as one text, or nothing where it has none. */
function limitRows(limits: RunLimits = {}, format: ReturnType<typeof useFormat>): string[] {
  const parts = [
    ...(typeof limits.seconds === 'number' ? [format.duration(limits.seconds)] : []),
    ...(typeof limits.memory_mb === 'number' ? [`${format.integer(limits.memory_mb)} MB`] : []),
  ];
  return parts.length === 0 ? [] : [parts.join(' · ')];
}

function Fixed({ config }: { config: Batch['config'] }) {
  const { t } = useTranslation('batches');
  const entries = Object.entries(config);
  if (entries.length === 0) return null;
  return (
    <details className={`${shared.fold} ${classes.details}`}>
      <summary>{t('page.fixed')}</summary>
      <Facts
        className={classes.facts}
        rows={entries.map(([name, value]) => [name, <Literal key={name} value={value} />])}
      />
    </details>
  );
}
