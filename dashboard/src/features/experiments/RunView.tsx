import { Progress } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useStaleSince } from '@/api/feed';
import { batchQuery } from '@/api/queries/batches';
import { useChangeExperiment } from '@/api/queries/experiments';
import type { Experiment } from '@/api/types';
import { givenName, NotesCard, TagList } from '@/components/labels';
import shared from '@/components/shared.module.css';
import { PageHeader, shownState, StateBadge } from '@/components/ui';
import { useFormat } from '@/i18n/useFormat';
import { ConfigCard } from './ConfigCard';
import { CurveCard } from './CurveCard';
import { DetailsCard } from './DetailsCard';
import { DroppedColumns } from './DroppedColumns';
import classes from './experiments.module.css';
import { FailureCard } from './FailureCard';
import { FoldsCard } from './FoldsCard';
import { LogCard } from './LogCard';
import { MetricsCard } from './MetricsCard';
import { ProvenanceCard } from './ProvenanceCard';
import { RunActions } from './RunActions';
import type { RunLog } from './runLog';
import { RunTabs } from './RunTabs';
import { TimelineCard } from './TimelineCard';
import { useRunLog } from './useRunLog';

/** What other parts of the product add to a run's page. */
export interface RunSlots {
  /** Where the run is wrong: the error analysis's own part of the page. */
  errors: (run: Experiment) => ReactNode;
  badges?: (run: Experiment) => ReactNode;
  actions?: (run: Experiment) => ReactNode;
  /** Cards on top of the narrow column. */
  aside?: (run: Experiment) => ReactNode;
}

/** The page of a run that is loaded. */
export function RunView({ run, ...slots }: { run: Experiment } & RunSlots) {
  const { log, live } = useRunLog(run);
  return (
    <>
      <RunHeader run={run} {...slots} />
      <RunProgress run={run} log={log} />
      <StaleNote run={run} live={live} />
      <RunTabs
        runId={run.id}
        panels={{
          summary: () => <RunSummary run={run} log={log} aside={slots.aside?.(run)} />,
          errors: () => slots.errors(run),
        }}
      />
    </>
  );
}

interface RunSummaryProps {
  run: Experiment;
  log: RunLog;
  /** On top of the narrow column. */
  aside: ReactNode;
}

function RunSummary({ run, log, aside }: RunSummaryProps) {
  return (
    <div className={shared.layout}>
      <div className={shared.column}>
        <FailureCard run={run} log={log} />
        <MetricsCard run={run} />
        <FoldsCard run={run} />
        <CurveCard run={run} log={log} />
        <DetailsCard run={run} />
        <LogCard run={run} log={log} />
      </div>
      <div className={shared.column}>
        {aside}
        <RunNotes run={run} />
        <ConfigCard run={run} />
        <TimelineCard run={run} log={log} />
        <DroppedColumns run={run} />
        <ProvenanceCard run={run} />
      </div>
    </div>
  );
}

function RunNotes({ run: { id, notes } }: { run: Experiment }) {
  const { mutateAsync } = useChangeExperiment();
  return (
    <NotesCard id={id} notes={notes} onSave={(wanted) => mutateAsync({ id, notes: wanted })} />
  );
}

function RunHeader({ run, badges, actions }: { run: Experiment } & Omit<RunSlots, 'errors'>) {
  const { t } = useTranslation('experiments');
  const format = useFormat();
  const batch = useQuery({ ...batchQuery(run.batch_id ?? ''), enabled: run.batch_id !== null });
  const given = givenName(run);
  const numbered = run.number === null ? null : t('run', { number: run.number });
  const parts = [
    given === null ? null : numbered,
    run.pipeline,
    t('header.predicts', { target: run.target, dataset: run.dataset_name }),
    run.state === 'queued' && run.queue_position !== null
      ? t('header.queuePosition', { position: run.queue_position })
      : null,
    run.timings.run_s === null
      ? null
      : t('header.ran', { time: format.duration(run.timings.run_s) }),
  ];
  return (
    <PageHeader
      title={given ?? numbered ?? (run.name || t('single'))}
      parents={
        batch.data && run.batch_id !== null
          ? [{ label: batch.data.name, link: { to: '/batches/$id', params: { id: run.batch_id } } }]
          : []
      }
      badges={
        <>
          <StateBadge state={shownState(run)} />
          {badges?.(run)}
          <TagList kind="experiment" tags={run.tags} />
        </>
      }
      description={parts.filter((part) => part !== null).join(' · ')}
      actions={
        <>
          <RunActions run={run} />
          {actions?.(run)}
        </>
      }
    />
  );
}

/** How far a running run is, from whichever of feed and stream is ahead. */
function RunProgress({ run, log }: { run: Experiment; log: RunLog }) {
  const format = useFormat();
  if (run.state !== 'running') return null;
  const fraction = Math.max(run.progress ?? 0, log.progress?.fraction ?? 0);
  const text = [format.percent(fraction), log.progress?.message].filter(Boolean).join(' · ');
  return (
    <div className={classes.progress}>
      <Progress value={fraction * 100} aria-label={text} size={6} color="var(--accent)" />
      <span>{text}</span>
    </div>
  );
}

function StaleNote({ run, live }: { run: Experiment; live: boolean }) {
  const { t } = useTranslation('experiments');
  const format = useFormat();
  const since = useStaleSince();
  const active = run.state === 'queued' || run.state === 'running';
  if (!active || (live && since === null)) return null;
  return (
    <p className={classes.stale} role="status">
      {t('stale', { time: format.time(since ?? new Date().toISOString()) })}
    </p>
  );
}
