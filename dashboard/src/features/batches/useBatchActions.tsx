import { notifications } from '@mantine/notifications';
import { useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useCancelBatch, useDeleteBatch, useRetryFailed } from '@/api/queries/batches';
import type { Batch } from '@/api/types';
import { ConfirmDialog, ErrorState } from '@/components/ui';
import { openCount } from './status';

export interface BatchActions {
  askCancel(batch: Batch): void;
  askDelete(batch: Batch): void;
  retryFailed(batch: Batch): void;
  isRetrying(id: string): boolean;
}

type Question = { kind: 'cancel' | 'delete'; batch: Batch } | null;

function notifyFailure(error: unknown): void {
  notifications.show({ message: <ErrorState error={error} />, autoClose: false });
}

/**
 * Cancel, delete and retry of batches. `dialogs` has to be rendered once on the page;
 * `onDeleted` runs after a batch is gone.
 */
export function useBatchActions(onDeleted?: (batch: Batch) => void): {
  actions: BatchActions;
  dialogs: ReactNode;
} {
  const { t } = useTranslation('batches');
  const [question, setQuestion] = useState<Question>(null);
  const retry = useRetryFailed();
  const { mutate: retryMutate } = retry;
  const retryingId = retry.isPending ? retry.variables : null;

  const actions = useMemo<BatchActions>(
    () => ({
      askCancel: (batch) => {
        setQuestion({ kind: 'cancel', batch });
      },
      askDelete: (batch) => {
        setQuestion({ kind: 'delete', batch });
      },
      retryFailed: (batch) => {
        retryMutate(batch.id, {
          onSuccess: () => notifications.show({ message: t('done.retried', { name: batch.name }) }),
          onError: notifyFailure,
        });
      },
      isRetrying: (id) => retryingId === id,
    }),
    [retryMutate, retryingId, t],
  );

  const close = () => {
    setQuestion(null);
  };
  const dialogs = (
    <>
      {question?.kind === 'cancel' && <CancelDialog batch={question.batch} onClose={close} />}
      {question?.kind === 'delete' && (
        <DeleteDialog batch={question.batch} onClose={close} onDeleted={onDeleted} />
      )}
    </>
  );
  return { actions, dialogs };
}

interface DialogProps {
  batch: Batch;
  onClose: () => void;
}

function CancelDialog({ batch, onClose }: DialogProps) {
  const { t } = useTranslation('batches');
  const cancel = useCancelBatch();
  return (
    <ConfirmDialog
      opened
      danger
      title={t('confirm.cancelTitle', { name: batch.name })}
      confirmLabel={t('confirm.cancelYes')}
      pending={cancel.isPending}
      error={cancel.error}
      onClose={onClose}
      onConfirm={() => {
        cancel.mutate(batch.id, { onSuccess: onClose });
      }}
    >
      {t('confirm.cancelText', { count: openCount(batch.counts) })}
    </ConfirmDialog>
  );
}

function DeleteDialog({
  batch,
  onClose,
  onDeleted,
}: DialogProps & { onDeleted?: (batch: Batch) => void }) {
  const { t } = useTranslation('batches');
  const remove = useDeleteBatch();
  return (
    <ConfirmDialog
      opened
      danger
      title={t('confirm.deleteTitle', { name: batch.name })}
      confirmLabel={t('confirm.deleteYes')}
      pending={remove.isPending}
      error={remove.error}
      onClose={onClose}
      onConfirm={() => {
        remove.mutate(batch.id, {
          onSuccess: () => {
            notifications.show({ message: t('done.deleted', { name: batch.name }) });
            onClose();
            onDeleted?.(batch);
          },
        });
      }}
    >
      {t('confirm.deleteText', { count: batch.job_count })}
    </ConfirmDialog>
  );
}
