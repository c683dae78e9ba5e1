import { lazy, Suspense } from 'react';
import { ComparePage } from '@/features/compare/ComparePage';

const ExtendDialog = lazy(async () => ({
  default: (await import('@/features/batches/form/ExtendDialog')).ExtendDialog,
}));

/** A batch's comparison with the batches' own dialog for more runs: features don't know each other. */
export function CompareRoute() {
  return (
    <ComparePage
      extend={(props) => (
        <Suspense>
          <ExtendDialog {...props} />
        </Suspense>
      )}
    />
  );
}
