import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Batch } from '@/api/types';
import { Card, DateTime, Literal, NoValue } from '@/components/ui';
import { useFormat } from '@/i18n/useFormat';
import classes from './BatchPage.module.css';

const SHOWN_VALUES = 12;

/** What was asked: data, objective, swept values, fixed parameters. */
export function BatchSettings({ batch }: { batch: Batch }) {
  const { t } = useTranslation('batches');
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
    [t('page.started'), <DateTime key="started" iso={batch.started_at} absolute />],
    [t('page.ended'), <DateTime key="ended" iso={batch.finished_at} absolute />],
  ];
  return (
    <Card aria-labelledby="batch-settings">
      <h2 id="batch-settings">{t('page.settings')}</h2>
      <dl className={classes.facts}>
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <h3>{t('page.swept')}</h3>
      <dl className={classes.facts}>
        {Object.entries(batch.search.space).map(([name, values]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              {Array.isArray(values) ? <Values values={values} /> : <Literal value={values} />}
            </dd>
          </div>
        ))}
      </dl>
      <Fixed config={batch.config} />
    </Card>
  );
}

function Values({ values }: { values: unknown[] }) {
  const { t } = useTranslation('batches');
  const format = useFormat();
  const hidden = values.length - SHOWN_VALUES;
  return (
    <>
      <code>{values.slice(0, SHOWN_VALUES).map(format.literal).join(', ')}</code>
      {hidden > 0 && ` ${t('form.sweep.more', { count: hidden })}`}
    </>
  );
}

function Fixed({ config }: { config: Batch['config'] }) {
  const { t } = useTranslation('batches');
  const entries = Object.entries(config);
  if (entries.length === 0) return null;
  return (
    <details className={classes.details}>
      <summary>{t('page.fixed')}</summary>
      <dl className={classes.facts}>
        {entries.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <Literal value={value} />
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
