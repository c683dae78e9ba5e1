import { Button, Group, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useDeleteModel } from '@/api/queries/models';
import { ConfirmDialog } from '@/components/ui';
import { AliasBadges } from './AliasBadges';
import classes from './models.module.css';

interface DeleteTarget {
  name: string;
  /** One version, or null for the model with all of them. */
  version: number | null;
  /** The aliases that point at what is to be deleted, which protect it. */
  aliases: readonly string[];
}

interface DeleteModelDialogProps {
  /** What to ask about; null keeps the dialog closed. */
  target: DeleteTarget | null;
  onClose: () => void;
  onDeleted: () => void;
}

/** Asks before a version or a model is deleted, or says what protects it. */
export function DeleteModelDialog({ target, onClose, onDeleted }: DeleteModelDialogProps) {
  const { t } = useTranslation('models');
  const remove = useDeleteModel();
  const close = () => {
    remove.reset();
    onClose();
  };
  if (target !== null && target.aliases.length > 0) {
    return <Protected target={target} onClose={close} />;
  }
  const { name = '', version = null } = target ?? {};
  return (
    <ConfirmDialog
      opened={target !== null}
      onClose={close}
      onConfirm={() => {
        remove.mutate(
          { name, version: version ?? undefined },
          {
            onSuccess: () => {
              close();
              onDeleted();
            },
          },
        );
      }}
      title={version === null ? t('delete.modelTitle') : t('delete.versionTitle')}
      confirmLabel={version === null ? t('delete.model') : t('delete.version')}
      danger
      pending={remove.isPending}
      error={remove.error}
    >
      {version === null
        ? t('delete.modelText', { name })
        : t('delete.versionText', { name, number: version })}
    </ConfirmDialog>
  );
}

function Protected({ target, onClose }: { target: DeleteTarget; onClose: () => void }) {
  const { t } = useTranslation(['models', 'common']);
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('delete.protectedTitle')}
      closeButtonProps={{ 'aria-label': t('common:action.close') }}
    >
      <p className={classes.dialogText}>
        {target.version === null
          ? t('delete.protectedModel')
          : t('delete.protectedVersion', { number: target.version })}
      </p>
      <AliasBadges aliases={target.aliases} />
      <Group justify="flex-end" mt="lg">
        <Button onClick={onClose} data-autofocus>
          {t('common:action.close')}
        </Button>
      </Group>
    </Modal>
  );
}
