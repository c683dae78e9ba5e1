import { lazy, Suspense, type ComponentProps } from 'react';
import { ComparePage } from '@/features/compare/ComparePage';
import { CompareRunsPage } from '@/features/compare/CompareRunsPage';

const ExtendDialog = lazy(async () => ({
  default: (await import('@/features/batches/form/ExtendDialog')).ExtendDialog,
}));
const RegisterDialog = lazy(async () => ({
  default: (await import('@/features/models/RegisterDialog')).RegisterDialog,
}));

const register = (props: ComponentProps<typeof RegisterDialog>) => (
  <Suspense>
    <RegisterDialog {...props} />
  </Suspense>
);

/** A batch's comparison with the dialogs of other features, which don't know each other. */
export function CompareRoute() {
  return (
    <ComparePage
      extend={(props) => (
        <Suspense>
          <ExtendDialog {...props} />
        </Suspense>
      )}
      register={register}
    />
  );
}

/** The comparison of runs of any batches. */
export function CompareRunsRoute() {
  return <CompareRunsPage register={register} />;
}
