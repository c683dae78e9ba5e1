import { Table, VisuallyHidden } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Batch, ExperimentItem } from '@/api/types';
import { givenName, TagList } from '@/components/labels';
import { PickBox } from '@/components/pick';
import {
  Duration,
  EarlyBadge,
  Icon,
  Literal,
  NoValue,
  shownState,
  StateBadge,
} from '@/components/ui';
import { useFormat } from '@/i18n/useFormat';
import { formatAligned } from './alignedNumber';
import classes from './BatchPage.module.css';
import { metricNames, sweptNames } from './runColumns';

interface RunRowsProps {
  batch: Batch;
  runs: readonly ExperimentItem[];
}

/** A row per run: what was tried, what came of it, and why it failed if it did. */
export function RunRows({ batch, runs }: RunRowsProps) {
  const { t } = useTranslation(['batches', 'common']);
  const params = sweptNames(batch);
  const metrics = metricNames(batch, runs);
  const failures = runs.some((run) => run.error !== null);
  const labels = runs.some((run) => run.tags.length > 0 || givenName(run) !== null);
  return (
    <Table.ScrollContainer minWidth={420} type="native">
      <Table
        className={classes.runs}
        highlightOnHover
        aria-label={t('table.label', { name: batch.name })}
      >
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={24} p={0}>
              <VisuallyHidden>{t('common:pick.column')}</VisuallyHidden>
            </Table.Th>
            <Table.Th>{t('table.run')}</Table.Th>
            <Table.Th>{t('table.state')}</Table.Th>
            {metrics.map((name) => (
              <Table.Th
                key={name}
                ta="right"
                data-objective={name === batch.objective.metric || undefined}
              >
                {name}
              </Table.Th>
            ))}
            {params.map((name) => (
              <Table.Th key={name} ta="right">
                {name}
              </Table.Th>
            ))}
            <Table.Th ta="right">{t('table.time')}</Table.Th>
            {labels && <Table.Th>{t('table.labels')}</Table.Th>}
            {failures && <Table.Th>{t('table.error')}</Table.Th>}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {runs.map((run) => (
            <RunRow
              key={run.id}
              run={run}
              best={run.id === batch.best?.job_id}
              params={params.join('\n')}
              metrics={metrics.join('\n')}
              failures={failures}
              labels={labels}
            />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

interface RunRowProps {
  run: ExperimentItem;
  best: boolean;
  /** Names joined by line breaks: text stays equal from one drawing to the next, so rows can rest. */
  params: string;
  metrics: string;
  failures: boolean;
  labels: boolean;
}

const names = (joined: string): string[] => (joined === '' ? [] : joined.split('\n'));

const RunRow = memo(function RunRow(props: RunRowProps) {
  const { run, best, params, metrics, failures, labels } = props;
  const { t } = useTranslation('batches');
  const format = useFormat();
  const running = run.state === 'running' && run.progress !== null;
  return (
    <Table.Tr data-best={best || undefined}>
      <Table.Td p={0}>
        <PickBox id={run.id} name={`#${run.number ?? ''}`} />
      </Table.Td>
      <Table.Td>
        <Link to="/experiments/$id" params={{ id: run.id }} className={classes.runLink}>
          #{run.number}
        </Link>
        {best && (
          <span className={classes.star} title={t('table.best')}>
            <Icon name="star" size={12} label={t('table.best')} />
          </span>
        )}
      </Table.Td>
      <Table.Td>
        <StateBadge
          variant="plain"
          state={shownState(run)}
          text={running ? format.percent(run.progress ?? 0) : undefined}
        />
        {run.stop_reason !== null && <EarlyBadge reason={run.stop_reason} />}
      </Table.Td>
      {names(metrics).map((name, index) => (
        <Table.Td key={name} ta="right" fw={index === 0 ? 600 : undefined}>
          <MetricCell value={run.metrics[name]} />
        </Table.Td>
      ))}
      {names(params).map((name) => (
        <Table.Td key={name} ta="right">
          <Param value={run.params[name] ?? run.config[name]} />
        </Table.Td>
      ))}
      <Table.Td ta="right" c="dimmed">
        <Duration seconds={run.timings.run_s} />
      </Table.Td>
      {labels && (
        <Table.Td>
          <RunLabels run={run} />
        </Table.Td>
      )}
      {failures && <Table.Td className={classes.reason}>{run.error?.message}</Table.Td>}
    </Table.Tr>
  );
});

/** The name somebody gave the run, and its tags. */
function RunLabels({ run }: { run: ExperimentItem }) {
  const name = givenName(run);
  return (
    <span className={classes.labels}>
      {name !== null && <span title={name}>{name}</span>}
      <TagList kind="experiment" tags={run.tags} most={3} />
    </span>
  );
}

/** A setting; a sampler chooses it when the run starts, so a waiting one may have none yet. */
function Param({ value }: { value: unknown }) {
  const { t } = useTranslation('batches');
  if (value !== undefined) return <Literal value={value} short />;
  return (
    <span role="img" aria-label={t('table.notDrawn')} title={t('table.notDrawn')}>
      ·
    </span>
  );
}

function MetricCell({ value }: { value: number | null | undefined }) {
  const { language } = useFormat();
  if (value === null || value === undefined) return <NoValue />;
  return <>{formatAligned(value, language)}</>;
}
