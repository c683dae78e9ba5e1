import { Progress } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { runningJobsQuery } from '@/api/queries/jobs';
import type { Batch, Job } from '@/api/types';
import shared from '@/components/shared.module.css';
import { DateTime, shownState, StateBadge } from '@/components/ui';
import { useFormat } from '@/i18n/useFormat';
import classes from './HomePage.module.css';

/** Batches that are queued or running, single runs and predictions. */
export function RunningNow({ batches }: { batches: Batch[] }) {
  const { t } = useTranslation('home');
  const jobs = useQuery(runningJobsQuery);
  const singles = jobs.data?.items.filter(isSingleRun) ?? [];
  return (
    <section aria-labelledby="running-title">
      <h2 id="running-title">{t('running.title')}</h2>
      {batches.length + singles.length === 0 && <p className={shared.quiet}>{t('running.none')}</p>}
      <ul className={classes.runs}>
        {batches.map((batch) => (
          <li key={batch.id}>
            <RunningBatch batch={batch} />
          </li>
        ))}
        {singles.map((job) => (
          <li key={job.id}>
            <SingleRun job={job} />
          </li>
        ))}
      </ul>
    </section>
  );
}

const isSingleRun = (job: Job) =>
  job.kind === 'prediction' || (job.kind === 'experiment' && job.batch_id === null);

function RunningBatch({ batch }: { batch: Batch }) {
  const { t } = useTranslation('home');
  const format = useFormat();
  const ended = batch.counts.succeeded + batch.counts.failed + batch.counts.cancelled;
  return (
    <div className={classes.run}>
      <div>
        <Link to="/batches/$id" params={{ id: batch.id }} className={classes.name}>
          {batch.name}
        </Link>
        <div className={classes.sub}>
          {t('running.ended', { ended, total: batch.job_count })}
          {batch.eta_seconds !== null &&
            ` · ${t('running.left', { time: format.duration(batch.eta_seconds) })}`}
        </div>
      </div>
      <Progress
        className={classes.progress}
        value={batch.progress * 100}
        size={6}
        aria-label={t('running.progress', { name: batch.name })}
      />
      <StateBadge
        state={shownState(batch)}
        text={shownState(batch) === 'running' ? format.percent(batch.progress) : undefined}
      />
    </div>
  );
}

function SingleRun({ job }: { job: Job }) {
  const { t } = useTranslation('home');
  return (
    <div className={classes.run}>
      <div>
        <Link
          to={job.kind === 'prediction' ? '/predictions/$id' : '/experiments/$id'}
          params={{ id: job.id }}
          className={classes.name}
        >
          {job.name}
        </Link>
        <div className={classes.sub}>
          <DateTime iso={job.started_at} />
        </div>
      </div>
      <Progress
        className={classes.progress}
        value={(job.progress ?? 0) * 100}
        size={6}
        aria-label={t('running.progress', { name: job.name })}
      />
      <StateBadge state={shownState(job)} />
    </div>
  );
}
