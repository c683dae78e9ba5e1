import { Button, Group, Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState } from './ErrorState';

interface ConfirmDialogProps {
  opened: boolean;
  onClose: () => void;
  onConfirm: () => void;
  title: string;
  /** What will happen, and whether it can be undone. */
  children: ReactNode;
  /** The verb on the button, e.g. "Delete"; never just "OK". */
  confirmLabel: string;
  /** Red button for what can't be undone. */
  danger?: boolean;
  /** True while the action runs: the button shows it and the dialog stays. */
  pending?: boolean;
  /** Why the action failed; shown inside the dialog. */
  error?: unknown;
}

/** Asks before an action that loses something. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { opened, onClose, onConfirm, title, children, confirmLabel, danger, pending, error } =
    props;
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <div>{children}</div>
      {error !== undefined && error !== null && (
        <div style={{ marginTop: 12 }}>
          <ErrorState error={error} />
        </div>
      )}
      <Group justify="flex-end" mt="lg" gap="sm">
        <Button onClick={onClose} disabled={pending} data-autofocus>
          {t('action.keep')}
        </Button>
        <Button
          variant="filled"
          color={danger ? 'red' : undefined}
          loading={pending}
          onClick={onConfirm}
        >
          {confirmLabel}
        </Button>
      </Group>
    </Modal>
  );
}
