import { Button, Progress as Bar } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useStaleSince } from '@/api/feed';
import { useCancelPrediction } from '@/api/queries/predictions';
import type { PredictionItem } from '@/api/types';
import { ErrorState, Icon } from '@/components/ui';
import { useFormat } from '@/i18n/useFormat';
import classes from './predictions.module.css';
import type { Progress } from './useProgress';

interface ProgressPanelProps {
  prediction: PredictionItem;
  progress: Progress;
}

/** What a prediction under way has done, how long it takes yet, and the button that ends it. */
export function ProgressPanel({ prediction, progress }: ProgressPanelProps) {
  const { t } = useTranslation('predictions');
  const format = useFormat();
  const staleSince = useStaleSince();
  if (!progress.active) return null;
  const { source, row_count: count, state, queue_position: position } = prediction;
  const waiting = state === 'queued';
  const unit = source === 'horizon' ? 'steps' : 'rows';
  const facts = [
    waiting && position !== null ? t('progress.queue', { position }) : null,
    progress.secondsLeft === null
      ? null
      : t('progress.left', { time: format.duration(progress.secondsLeft) }),
    !progress.live || staleSince !== null ? t('progress.stale') : null,
  ].filter((fact) => fact !== null);
  return (
    <section className={classes.progress} aria-label={t('progress.title')}>
      <div className={classes.progressHead}>
        <strong>
          {waiting && progress.rows === 0
            ? t('progress.waiting')
            : t(`progress.${unit}`, { done: format.integer(progress.rows), count })}
        </strong>
        <span>{format.percent(progress.fraction)}</span>
      </div>
      <Bar
        value={progress.fraction * 100}
        size={8}
        color="var(--accent)"
        aria-label={t('progress.title')}
      />
      <p className={classes.progressNote}>{facts.join(' · ')}</p>
      <CancelButton prediction={prediction} />
    </section>
  );
}

function CancelButton({ prediction }: { prediction: PredictionItem }) {
  const { t } = useTranslation('predictions');
  const cancel = useCancelPrediction();
  return (
    <>
      <Button
        variant="outline"
        color="red"
        fullWidth
        disabled={prediction.cancel_requested}
        loading={cancel.isPending}
        leftSection={<Icon name="ban" size={14} />}
        onClick={() => {
          cancel.mutate(prediction.id);
        }}
      >
        {prediction.cancel_requested ? t('action.cancelling') : t('action.cancel')}
      </Button>
      {cancel.error && <ErrorState error={cancel.error} />}
    </>
  );
}
