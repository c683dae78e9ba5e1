import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '@/api/errors';
import { EmptyState, ErrorState, LinkButton, Skeletons, useDocumentTitle } from '@/components/ui';
import { CompareDialog } from './CompareDialog';
import { CompareHeader } from './CompareHeader';
import { Workbench } from './Workbench';
import type { ViewState } from './types';
import { useComparison } from './useComparison';
import classes from './compare.module.css';

export interface BatchComparisonViewProps {
  batchId: string;
  /** What is shown; the address holds it. */
  view: ViewState;
  onViewChange: (view: ViewState) => void;
  onOpenRun: (runId: string) => void;
  onClose: () => void;
}

/** Full-screen comparison of a batch's runs: parallel coordinates, ranked table, what it comes to. */
export function BatchComparisonView(props: BatchComparisonViewProps) {
  const { batchId, onClose } = props;
  const { t } = useTranslation('compare');
  const titleId = useId();
  const loaded = useComparison(batchId);
  const { batch, comparison, data } = loaded;
  useDocumentTitle(t('title', { name: batch.data?.name ?? '' }));
  const error = batch.error ?? comparison.error;
  const gone = isApiError(error) && error.status === 404;
  if (batch.data !== undefined && data !== undefined && !gone) {
    return (
      <Workbench
        {...props}
        batch={batch.data}
        data={data}
        errors={loaded.errors}
        stale={comparison.isError}
        titleId={titleId}
      />
    );
  }
  return (
    <CompareDialog titleId={titleId} keys={{ onClose }}>
      {batch.data === undefined ? (
        <h1 id={titleId} className={classes.hidden} tabIndex={-1} data-autofocus>
          {t('title', { name: '' })}
        </h1>
      ) : (
        <CompareHeader batch={batch.data} model={null} titleId={titleId} onClose={onClose} />
      )}
      <div className={classes.message}>
        {error === null ? (
          <Skeletons count={8} height={29} />
        ) : gone ? (
          <Deleted />
        ) : (
          <ErrorState
            error={error}
            onRetry={() => {
              void batch.refetch();
              void comparison.refetch();
            }}
          />
        )}
      </div>
    </CompareDialog>
  );
}

function Deleted() {
  const { t } = useTranslation('compare');
  return (
    <EmptyState
      icon="trash"
      title={t('states.deletedTitle')}
      actions={<LinkButton to="/batches">{t('states.toBatches')}</LinkButton>}
    >
      {t('states.deletedText')}
    </EmptyState>
  );
}
