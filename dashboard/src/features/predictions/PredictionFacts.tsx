import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Prediction } from '@/api/types';
import { Card, DateTime, Facts } from '@/components/ui';
import { PredictedBy } from './PredictionRows';
import { useSubjectText } from './useSubjectText';

/** By which model, for what, and which columns were read. */
export function PredictionFacts({ prediction }: { prediction: Prediction }) {
  const { t } = useTranslation('predictions');
  const subject = useSubjectText();
  const { model, matching } = prediction;
  const facts: [string, ReactNode][] = [
    [
      t('facts.by'),
      <>
        <PredictedBy prediction={prediction} />
        {model?.alias && ` (${model.alias})`}
      </>,
    ],
    ...(model === null
      ? []
      : ([
          [
            t('facts.run'),
            <Link key="run" to="/experiments/$id" params={{ id: prediction.experiment_id }}>
              {t('byRun', { pipeline: prediction.pipeline })}
            </Link>,
          ],
        ] satisfies [string, ReactNode][])),
    [t('facts.target'), prediction.target],
    [
      t('facts.for'),
      prediction.dataset_id === null ? (
        subject(prediction)
      ) : (
        <Link to="/datasets/$id" params={{ id: prediction.dataset_id }}>
          {subject(prediction)}
        </Link>
      ),
    ],
    [t('facts.created'), <DateTime key="at" iso={prediction.created_at} absolute />],
    ...(matching.used.length === 0
      ? []
      : ([[t('facts.used'), matching.used.join(', ')]] satisfies [string, ReactNode][])),
    ...(matching.extra.length === 0
      ? []
      : ([[t('facts.extra'), matching.extra.join(', ')]] satisfies [string, ReactNode][])),
    ...(prediction.attempt > 1
      ? ([[t('facts.attempt'), prediction.attempt]] satisfies [string, ReactNode][])
      : []),
  ];
  return (
    <Card aria-labelledby="prediction-facts">
      <h2 id="prediction-facts">{t('facts.title')}</h2>
      <Facts rows={facts} />
    </Card>
  );
}
