import { lazy, Suspense } from 'react';
import { Skeletons } from '@/components/ui';
import { ExperimentPage } from '@/features/experiments/ExperimentPage';

const ErrorsTab = lazy(async () => ({
  default: (await import('@/features/errors/ErrorsTab')).ErrorsTab,
}));

/** A run's page with the error analysis as one of its parts: features don't know each other. */
export function ExperimentRoute() {
  return (
    <ExperimentPage
      errors={(run) => (
        <Suspense fallback={<Skeletons count={5} height={260} layout="grid" />}>
          <ErrorsTab run={run} />
        </Suspense>
      )}
    />
  );
}
