import { Button, Group, Modal, Textarea } from '@mantine/core';
import { useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useChangeNotes } from '@/api/queries/models';
import type { ModelVersionItem } from '@/api/types';
import { ErrorState } from '@/components/ui';

export const MAX_NOTES = 10_000;

interface NotesDialogProps {
  version: ModelVersionItem;
  onClose: () => void;
}

/** What is worth knowing of a version. */
export function NotesDialog({ version, onClose }: NotesDialogProps) {
  const { t } = useTranslation(['models', 'common']);
  const [notes, setNotes] = useState(version.notes);
  const change = useChangeNotes();
  const save = (event: SyntheticEvent) => {
    event.preventDefault();
    change.mutate({ name: version.model, version: version.version, notes }, { onSuccess: onClose });
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('notes.title', { number: version.version })}
      closeButtonProps={{ 'aria-label': t('common:action.close') }}
    >
      <form onSubmit={save}>
        <Textarea
          aria-label={t('notes.label')}
          rows={6}
          resize="vertical"
          maxLength={MAX_NOTES}
          data-autofocus
          value={notes}
          onChange={(event) => {
            setNotes(event.currentTarget.value);
          }}
        />
        {change.error && <ErrorState error={change.error} />}
        <Group justify="flex-end" mt="lg" gap="sm">
          <Button onClick={onClose}>{t('common:action.keep')}</Button>
          <Button type="submit" variant="filled" loading={change.isPending}>
            {t('common:action.save')}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
