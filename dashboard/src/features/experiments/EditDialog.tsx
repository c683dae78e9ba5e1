import { useTranslation } from 'react-i18next';
import { useChangeExperiment } from '@/api/queries/experiments';
import type { Experiment } from '@/api/types';
import { LabelsDialog } from '@/components/labels';

interface EditDialogProps {
  run: Experiment;
  onClose: () => void;
}

/** What can be changed of a run at any time: its name and its tags. */
export function EditDialog({ run, onClose }: EditDialogProps) {
  const { t } = useTranslation('experiments');
  const change = useChangeExperiment();
  return (
    <LabelsDialog
      kind="experiment"
      name={run.name}
      shownName={run.name || t('single')}
      tags={run.tags}
      pending={change.isPending}
      error={change.error}
      onSave={(labels) => {
        change.mutate({ id: run.id, ...labels }, { onSuccess: onClose });
      }}
      onClose={onClose}
    />
  );
}
