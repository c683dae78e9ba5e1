import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useContinuePrediction, useRestartPrediction } from '@/api/queries/predictions';
import type { PredictionItem } from '@/api/types';
import { ErrorState, Icon } from '@/components/ui';
import classes from './predictions.module.css';

/** What was kept of a prediction that did not get to its end, and the ways on. */
export function EndedActions({ prediction }: { prediction: PredictionItem }) {
  const { t } = useTranslation('predictions');
  const proceed = useContinuePrediction();
  const restart = useRestartPrediction();
  const { state, rows_done: done, row_count: count, resumable, source } = prediction;
  if (state !== 'cancelled' && state !== 'failed') return null;
  const unit = source === 'horizon' ? 'steps' : 'rows';
  const error = proceed.error ?? restart.error;
  return (
    <section className={classes.ended} aria-label={t('ended.title')}>
      <p className={classes.endedText} role="status">
        {done === 0 ? t('ended.nothing') : t(`ended.${unit}`, { done, count })}
      </p>
      <div className={classes.submit}>
        {resumable && done > 0 && (
          <Button
            variant="filled"
            loading={proceed.isPending}
            leftSection={<Icon name="arrow" size={14} />}
            onClick={() => {
              proceed.mutate(prediction.id);
            }}
          >
            {t('action.continue')}
          </Button>
        )}
        <Button
          loading={restart.isPending}
          leftSection={<Icon name="redo" size={14} />}
          onClick={() => {
            restart.mutate(prediction.id);
          }}
        >
          {t('action.restart')}
        </Button>
      </div>
      {error && <ErrorState error={error} />}
    </section>
  );
}
