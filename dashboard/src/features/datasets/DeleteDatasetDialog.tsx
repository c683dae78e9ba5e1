import { useTranslation } from 'react-i18next';
import { useDeleteDataset } from '@/api/queries/datasets';
import type { Dataset } from '@/api/types';
import { ConfirmDialog } from '@/components/ui';

interface DeleteDatasetDialogProps {
  /** The dataset to ask about; null keeps the dialog closed. */
  dataset: Dataset | null;
  onClose: () => void;
  onDeleted?: () => void;
}

export function DeleteDatasetDialog({ dataset, onClose, onDeleted }: DeleteDatasetDialogProps) {
  const { t } = useTranslation('datasets');
  const remove = useDeleteDataset();
  const close = () => {
    remove.reset();
    onClose();
  };
  return (
    <ConfirmDialog
      opened={dataset !== null}
      onClose={close}
      onConfirm={() => {
        if (!dataset) return;
        remove.mutate(dataset.id, {
          onSuccess: () => {
            close();
            onDeleted?.();
          },
        });
      }}
      title={t('delete.title')}
      confirmLabel={t('delete.action')}
      danger
      pending={remove.isPending}
      error={remove.error}
    >
      {t('delete.text', { name: dataset?.name ?? '' })}
    </ConfirmDialog>
  );
}
