import { Button, Group, Modal, TextInput } from '@mantine/core';
import { useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useChangeBatch } from '@/api/queries/batches';
import type { Batch } from '@/api/types';
import { ErrorState } from '@/components/ui';
import { useFormat } from '@/i18n/useFormat';
import { MAX_PARALLEL, readWhole } from './form/inputs';

const MAX_NAME = 255;

interface EditDialogProps {
  batch: Batch;
  onClose: () => void;
}

/** What can be changed of a batch at any time: its name, and how many of its runs run together. */
export function EditDialog({ batch, onClose }: EditDialogProps) {
  const { t } = useTranslation(['batches', 'common']);
  const format = useFormat();
  const [name, setName] = useState(batch.name);
  const [atOnce, setAtOnce] = useState(batch.parallelism === null ? '' : String(batch.parallelism));
  const change = useChangeBatch();
  const parallelism = readWhole(atOnce, 1, MAX_PARALLEL);
  const wanted = name.trim();
  const badName = wanted === '' || wanted.length > MAX_NAME;
  const save = (event: SyntheticEvent) => {
    event.preventDefault();
    if (badName || parallelism === undefined) return;
    change.mutate({ id: batch.id, name: wanted, parallelism }, { onSuccess: onClose });
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('edit.title', { name: batch.name })}
      closeButtonProps={{ 'aria-label': t('common:action.close') }}
    >
      <form onSubmit={save}>
        <TextInput
          label={t('form.name')}
          value={name}
          error={badName && t('edit.nameNeeded', { max: MAX_NAME })}
          data-autofocus
          onChange={(event) => {
            setName(event.currentTarget.value);
          }}
        />
        <TextInput
          mt="md"
          label={t('form.advanced.parallelism')}
          description={t('form.advanced.parallelismHint')}
          inputWrapperOrder={['label', 'input', 'error', 'description']}
          placeholder={t('form.advanced.noLimit')}
          inputMode="numeric"
          value={atOnce}
          error={
            parallelism === undefined &&
            t('form.advanced.parallelismError', { max: format.integer(MAX_PARALLEL) })
          }
          onChange={(event) => {
            setAtOnce(event.currentTarget.value);
          }}
        />
        {change.error && <ErrorState error={change.error} />}
        <Group justify="flex-end" mt="lg" gap="sm">
          <Button onClick={onClose}>{t('common:action.keep')}</Button>
          <Button type="submit" variant="filled" loading={change.isPending}>
            {t('edit.save')}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
