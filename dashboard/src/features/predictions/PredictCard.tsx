import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { predictionQuery } from '@/api/queries/predictions';
import type { Prediction } from '@/api/types';
import { Card, ErrorState, LinkButton, shownState, Skeletons, StateBadge } from '@/components/ui';
import { EndedActions } from './EndedActions';
import { Failure } from './Failure';
import { PredictForm } from './form/PredictForm';
import { usePredictor, type PredictorRef } from './predictor';
import classes from './predictions.module.css';
import { PreviousPredictions } from './PreviousPredictions';
import { ProgressPanel } from './ProgressPanel';
import { Outcome } from './result/Outcome';
import { useProgress } from './useProgress';

/** Predict beside a run or a model: the form, what was started from it, and earlier predictions. */
export function PredictCard({ by }: { by: PredictorRef }) {
  const { t } = useTranslation('predictions');
  const { predictor, error, retry } = usePredictor(by);
  const [started, setStarted] = useState<Prediction | null>(null);
  return (
    <Card aria-labelledby="predict-card" className={classes.card}>
      <div className={classes.cardHead}>
        <h2 id="predict-card">{t('card.title')}</h2>
        {predictor && predictor.task !== 'forecasting' && (
          <LinkButton
            size="xs"
            to="/predictions/new"
            search={
              by.kind === 'run' ? { experiment: by.experimentId } : { model: `${by.name}@${by.at}` }
            }
          >
            {t('card.manyRows')}
          </LinkButton>
        )}
      </div>
      {predictor === null && error === null && <Skeletons count={3} />}
      {predictor === null && error !== null && <ErrorState error={error} onRetry={retry} />}
      {predictor && <PredictForm compact predictor={predictor} onStarted={setStarted} />}
      {started && <Started key={started.id} initial={started} />}
      <PreviousPredictions of={by} />
    </Card>
  );
}

/** The prediction that was started here, followed to its end. */
function Started({ initial }: { initial: Prediction }) {
  const { t } = useTranslation('predictions');
  const { data = initial } = useQuery(predictionQuery(initial.id));
  const progress = useProgress(data);
  return (
    <div className={classes.started}>
      <div className={classes.cardHead}>
        <StateBadge state={shownState(data)} />
        <LinkButton size="xs" to="/predictions/$id" params={{ id: data.id }}>
          {t('card.open')}
        </LinkButton>
      </div>
      <ProgressPanel prediction={data} progress={progress} />
      <Failure prediction={data} />
      <EndedActions prediction={data} />
      <Outcome prediction={data} />
    </div>
  );
}
