import { Button, Progress } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ErrorState, Icon, StateBadge, shownState } from '@/components/ui';
import { useFormat } from '@/i18n/useFormat';
import { useRefit, type Refit } from './useRefit';
import classes from './refit.module.css';

interface RefitButtonProps {
  experimentId: string;
  /** Which run, where several are on the page. */
  run?: string;
}

/** Trains a run again for its errors; shows how far that is, and stops it on demand. */
export function RefitButton({ experimentId, run }: RefitButtonProps) {
  const { t } = useTranslation();
  const refit = useRefit(experimentId);
  const { job } = refit;
  const active = job !== null && (job.state === 'queued' || job.state === 'running');
  const label = run === undefined ? t('refit.start') : t('refit.startRun', { run });
  return (
    <div className={classes.root}>
      {active ? (
        <Under refit={refit} />
      ) : (
        <Button
          size="xs"
          variant="filled"
          loading={refit.starting || job?.state === 'succeeded'}
          leftSection={<Icon name="redo" size={14} />}
          onClick={refit.start}
        >
          {label}
        </Button>
      )}
      {job?.state === 'cancelled' && <p role="status">{t('refit.cancelled')}</p>}
      {job?.state === 'failed' && (
        <p role="alert" className={classes.failed}>
          <strong>
            {job.error?.code === 'refit_differs' ? t('refit.differs') : t('refit.failed')}
          </strong>{' '}
          {job.error?.message} <code>{job.error?.code}</code>
        </p>
      )}
      {refit.error !== null && <ErrorState error={refit.error} />}
    </div>
  );
}

/** The job under way. */
function Under({ refit: { job, progress, cancel } }: { refit: Refit }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (job === null) return null;
  const fraction = Math.max(progress?.fraction ?? 0, job.progress ?? 0);
  const text = [format.percent(fraction), progress?.message].filter(Boolean).join(' · ');
  return (
    <div className={classes.under}>
      <span className={classes.line} role="status">
        <StateBadge state={shownState(job)} />
        {job.state === 'queued' && job.queue_position !== null
          ? t('refit.queued', { position: format.integer(job.queue_position) })
          : text}
      </span>
      <Progress value={fraction * 100} aria-label={text} size={6} color="var(--accent)" />
      <Button
        size="xs"
        variant="outline"
        color="red"
        disabled={job.cancel_requested}
        leftSection={<Icon name="ban" size={14} />}
        onClick={cancel}
      >
        {job.cancel_requested ? t('refit.cancelling') : t('refit.cancel')}
      </Button>
    </div>
  );
}
