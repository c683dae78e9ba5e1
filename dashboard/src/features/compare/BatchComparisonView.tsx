import { useId, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '@/api/errors';
import type { Batch } from '@/api/types';
import { EmptyState, ErrorState, LinkButton, Skeletons, useDocumentTitle } from '@/components/ui';
import { CompareDialog } from './CompareDialog';
import { CompareHeader } from './CompareHeader';
import type { SearchStart } from './searchHere';
import { Workbench } from './Workbench';
import type { Source, ViewState } from './types';
import { useComparison } from './useComparison';
import classes from './compare.module.css';

export interface BatchComparisonViewProps {
  /** A batch, or runs picked from several. */
  source: Source;
  /** What is shown; the address holds it. */
  view: ViewState;
  onViewChange: (view: ViewState) => void;
  onOpenRun: (runId: string) => void;
  onClose: () => void;
  /** The dialog that keeps a run's model under a name. */
  register?: (props: { runId: string; onClose: () => void }) => ReactNode;
  /** The dialog that adds runs to a batch, beginning with this search. */
  extend?: (props: { batch: Batch; start: SearchStart; onClose: () => void }) => ReactNode;
}

/** Full-screen comparison of runs: charts, ranked table, what it comes to. */
export function BatchComparisonView(props: BatchComparisonViewProps) {
  const { source, onClose } = props;
  const { t } = useTranslation('compare');
  const titleId = useId();
  const loaded = useComparison(source);
  const { batch, name, data, error } = loaded;
  useDocumentTitle(t('title', { name: name ?? '' }));
  const gone = isApiError(error) && error.status === 404;
  if (name !== null && data !== undefined && !gone) {
    return (
      <Workbench
        {...props}
        batch={batch}
        name={name}
        data={data}
        errors={loaded.errors}
        stale={loaded.stale}
        titleId={titleId}
      />
    );
  }
  return (
    <CompareDialog titleId={titleId} keys={{ onClose }}>
      {name === null ? (
        <h1 id={titleId} className={classes.hidden} tabIndex={-1} data-autofocus>
          {t('title', { name: '' })}
        </h1>
      ) : (
        <CompareHeader batch={batch} name={name} model={null} titleId={titleId} onClose={onClose} />
      )}
      <div className={classes.message}>
        {error === null ? (
          <Skeletons count={8} height={29} />
        ) : gone ? (
          <Deleted kind={source.kind} />
        ) : (
          <ErrorState error={error} onRetry={loaded.retry} />
        )}
      </div>
    </CompareDialog>
  );
}

function Deleted({ kind }: { kind: Source['kind'] }) {
  const { t } = useTranslation('compare');
  return (
    <EmptyState
      icon="trash"
      title={kind === 'batch' ? t('states.deletedTitle') : t('states.deletedRunsTitle')}
      actions={
        kind === 'batch' ? (
          <LinkButton to="/batches">{t('states.toBatches')}</LinkButton>
        ) : (
          <LinkButton to="/experiments">{t('states.toRuns')}</LinkButton>
        )
      }
    >
      {kind === 'batch' ? t('states.deletedText') : t('states.deletedRunsText')}
    </EmptyState>
  );
}
