import { Button, TextInput } from '@mantine/core';
import { useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Prediction } from '@/api/types';
import { ErrorState, Icon } from '@/components/ui';
import { useFormat } from '@/i18n/useFormat';
import type { Predictor } from '../predictor';
import classes from '../predictions.module.css';
import { MOST_STEPS, readHorizon } from './horizon';
import { useStartPrediction } from './useStartPrediction';

interface FormProps {
  predictor: Predictor;
  onStarted: (prediction: Prediction) => void;
}

/** How far a forecast goes. */
export function HorizonForm({ predictor, onStarted }: FormProps) {
  const { t } = useTranslation('predictions');
  const format = useFormat();
  const [text, setText] = useState('30');
  const { start, pending, error } = useStartPrediction(predictor, onStarted);
  const horizon = readHorizon(text);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (horizon !== null) start({ horizon }, t('subject.steps', { count: horizon }));
  };
  return (
    <form onSubmit={submit} className={classes.form}>
      <TextInput
        label={t('form.horizon')}
        description={t('form.horizonHint', {
          target: predictor.target,
          most: format.integer(MOST_STEPS),
        })}
        inputWrapperOrder={['label', 'input', 'error', 'description']}
        inputMode="numeric"
        className={classes.horizon}
        value={text}
        error={horizon === null && t('form.horizonWrong', { most: format.integer(MOST_STEPS) })}
        onChange={(event) => {
          setText(event.currentTarget.value);
        }}
      />
      {error !== null && <ErrorState error={error} />}
      <div>
        <Button
          type="submit"
          variant="filled"
          disabled={horizon === null}
          loading={pending}
          leftSection={<Icon name="analyze" size={14} />}
        >
          {horizon === null ? t('form.startForecast') : t('form.startSteps', { count: horizon })}
        </Button>
      </div>
    </form>
  );
}
