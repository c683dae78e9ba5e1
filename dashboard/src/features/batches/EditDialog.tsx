import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChangeBatch } from '@/api/queries/batches';
import type { Batch } from '@/api/types';
import { LabelsDialog } from '@/components/labels';
import { useFormat } from '@/i18n/useFormat';
import { MAX_PARALLEL, readWhole } from './form/inputs';

interface EditDialogProps {
  batch: Batch;
  onClose: () => void;
}

/** What can be changed of a batch at any time: its name and tags, and how many of its runs run together. */
export function EditDialog({ batch, onClose }: EditDialogProps) {
  const { t } = useTranslation('batches');
  const format = useFormat();
  const [atOnce, setAtOnce] = useState(batch.parallelism === null ? '' : String(batch.parallelism));
  const change = useChangeBatch();
  const parallelism = readWhole(atOnce, 1, MAX_PARALLEL);
  return (
    <LabelsDialog
      kind="batch"
      name={batch.name}
      tags={batch.tags}
      blocked={parallelism === undefined}
      pending={change.isPending}
      error={change.error}
      onSave={(labels) => {
        change.mutate({ id: batch.id, ...labels, parallelism }, { onSuccess: onClose });
      }}
      onClose={onClose}
    >
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
    </LabelsDialog>
  );
}
