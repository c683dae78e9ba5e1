import { lazy, Suspense } from 'react';
import type { Experiment } from '@/api/types';
import { Skeletons } from '@/components/ui';
import { ExperimentPage } from '@/features/experiments/ExperimentPage';
import { RegisterButton, RegisteredAs } from '@/features/models/RegisterButton';
import classes from './ExperimentRoute.module.css';

const ErrorsTab = lazy(async () => ({
  default: (await import('@/features/errors/ErrorsTab')).ErrorsTab,
}));
const PredictCard = lazy(async () => ({
  default: (await import('@/features/predictions/PredictCard')).PredictCard,
}));

function Errors({ run }: { run: Experiment }) {
  return (
    <div className={classes.errors} data-beside={canPredict(run) || undefined}>
      <Suspense fallback={<Skeletons count={5} height={260} layout="grid" />}>
        <ErrorsTab run={run} />
      </Suspense>
      <Predict run={run} />
    </div>
  );
}

function canPredict(run: Experiment): boolean {
  return run.state === 'succeeded' && run.model_kept;
}

function Predict({ run }: { run: Experiment }) {
  if (!canPredict(run)) return null;
  return (
    <Suspense>
      <PredictCard by={{ kind: 'run', experimentId: run.id }} />
    </Suspense>
  );
}

/** A run's page with what errors, models and predictions add to it: features don't know each other. */
export function ExperimentRoute() {
  return (
    <ExperimentPage
      badges={(run) => <RegisteredAs run={run} />}
      actions={(run) => <RegisterButton run={run} />}
      aside={(run) => <Predict run={run} />}
      errors={(run) => <Errors run={run} />}
    />
  );
}
