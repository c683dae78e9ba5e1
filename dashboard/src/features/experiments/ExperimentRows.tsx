import { VisuallyHidden } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { ExperimentItem } from '@/api/types';
import { TagList } from '@/components/labels';
import { PickBox } from '@/components/pick';
import { DataTable, DateTime, Duration, NoValue, shownState, StateBadge } from '@/components/ui';
import { useFormat } from '@/i18n/useFormat';
import classes from './experiments.module.css';

/** A row per run, with the first of its metrics. */
export function ExperimentRows({ runs }: { runs: readonly ExperimentItem[] }) {
  const { t } = useTranslation(['experiments', 'common']);
  return (
    <DataTable label={t('list.label')}>
      <thead>
        <tr>
          <th scope="col" className={classes.pick}>
            <VisuallyHidden>{t('common:pick.column')}</VisuallyHidden>
          </th>
          <th scope="col">{t('list.run')}</th>
          <th scope="col">{t('list.state')}</th>
          <th scope="col" data-numeric>
            {t('list.metric')}
          </th>
          <th scope="col" data-secondary>
            {t('list.pipeline')}
          </th>
          <th scope="col" data-secondary>
            {t('list.data')}
          </th>
          <th scope="col" data-numeric data-secondary>
            {t('list.time')}
          </th>
          <th scope="col" data-secondary>
            {t('list.created')}
          </th>
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <tr key={run.id}>
            <td className={classes.pick}>
              <PickBox id={run.id} name={run.name} />
            </td>
            <th scope="row">
              <Link to="/experiments/$id" params={{ id: run.id }}>
                {run.name}
              </Link>
              {run.tags.length > 0 && (
                <span className={classes.rowTags}>
                  <TagList kind="experiment" tags={run.tags} most={3} />
                </span>
              )}
            </th>
            <td>
              <StateBadge variant="plain" state={shownState(run)} />
            </td>
            <td data-numeric>
              <FirstMetric run={run} />
            </td>
            <td data-secondary>{run.pipeline}</td>
            <td data-secondary>
              {t('list.predicts', { target: run.target, dataset: run.dataset_name })}
            </td>
            <td data-numeric data-secondary>
              <Duration seconds={run.timings.run_s} />
            </td>
            <td data-secondary>
              <DateTime iso={run.created_at} />
            </td>
          </tr>
        ))}
      </tbody>
    </DataTable>
  );
}

function FirstMetric({ run }: { run: ExperimentItem }) {
  const format = useFormat();
  const name = run.metric_specs[0]?.name;
  const value = name === undefined ? null : run.metrics[name];
  if (value === null || value === undefined) return <NoValue />;
  return (
    <>
      {name} <b>{format.metric(value)}</b>
    </>
  );
}
