import { useQueries, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { isApiError } from '@/api/errors';
import { errorComparisonQuery } from '@/api/queries/analyses';
import { experimentQuery } from '@/api/queries/experiments';
import { RefitButton } from '@/components/refit';
import { EmptyState, ErrorState, Skeletons } from '@/components/ui';
import { Notice } from '../Notices';
import type { CompareModel } from '../useCompareModel';
import { ErrorOverlay } from './ErrorOverlay';
import { comparedLoss, errorRuns } from './errorRuns';
import { ErrorTable } from './ErrorTable';
import { MissingRuns } from './MissingRuns';
import { Verdicts } from './Verdicts';
import classes from './errors.module.css';

interface ErrorsPanelProps {
  model: CompareModel;
  onOpen: (index: number) => void;
}

/** The pinned runs, or the best three, by their errors on the rows that all of them held out. */
export function ErrorsPanel({ model, onOpen }: ErrorsPanelProps) {
  const { t } = useTranslation('compare');
  const { parallel, view } = model;
  const { runs } = parallel.data;
  const { indexes, pinned, left } = errorRuns(parallel, view.pinned);
  const ids = indexes.flatMap((index) => runs[index]?.id ?? []);
  const query = useQuery(errorComparisonQuery(ids, comparedLoss(parallel)));
  const nameOf = (id: string) => {
    const run = runs.find((one) => one.id === id);
    return run === undefined ? id : `#${run.number}`;
  };
  if (ids.length < 2) {
    return (
      <EmptyState icon="pin" title={t('errors.fewTitle')}>
        {t('errors.fewText')}
      </EmptyState>
    );
  }
  if (query.isPending) return <Skeletons count={4} height={110} />;
  if (!query.data) {
    return (
      <div className={classes.panel}>
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        {isApiError(query.error) && query.error.code === 'runs_not_comparable' && (
          <NotKept ids={ids} nameOf={nameOf} />
        )}
      </div>
    );
  }
  const comparison = query.data;
  return (
    <div className={classes.panel} data-testid="error-comparison">
      <p className={classes.lead}>
        {pinned === 0 ? t('errors.best', { count: ids.length }) : t('errors.pinned')}{' '}
        {t('errors.shared', { count: comparison.shared_rows, target: comparison.target })}
      </p>
      {left > 0 && <Notice tone="info">{t('errors.tooMany', { count: left })}</Notice>}
      <Verdicts comparison={comparison} nameOf={nameOf} />
      <ErrorTable
        comparison={comparison}
        nameOf={nameOf}
        onOpen={(id) => {
          onOpen(runs.findIndex((run) => run.id === id));
        }}
      />
      <ErrorOverlay comparison={comparison} nameOf={nameOf} />
      <MissingRuns missing={comparison.missing} nameOf={nameOf} />
    </div>
  );
}

/** Which of the runs could be compared after training again. */
function NotKept({ ids, nameOf }: { ids: readonly string[]; nameOf: (id: string) => string }) {
  const queries = useQueries({ queries: ids.map((id) => experimentQuery(id)) });
  const lost = queries.flatMap(({ data }) =>
    data?.state === 'succeeded' && !data.model_kept ? [data.id] : [],
  );
  return lost.map((id) => <RefitButton key={id} experimentId={id} run={nameOf(id)} />);
}
