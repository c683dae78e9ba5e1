import { Select, type ComboboxItem } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Dataset, Pipeline } from '@/api/types';
import { targetProblem } from './columns';
import classes from './form.module.css';

interface TargetSelectProps {
  dataset: Dataset | undefined;
  pipeline: Pipeline | undefined;
  value: string | null;
  error: string;
  onChange: (target: string | null) => void;
}

interface TargetOption extends ComboboxItem {
  /** The column's type, or why it cannot be the target. */
  note: string;
}

/** The columns of a dataset; those this task cannot predict are shown with the reason. */
export function TargetSelect({ dataset, pipeline, value, error, onChange }: TargetSelectProps) {
  const { t } = useTranslation('batches');
  const task = pipeline?.task ?? 'regression';
  const options = (dataset?.columns ?? []).map((column): TargetOption => {
    const problem = targetProblem(column, dataset?.row_count ?? 0, task);
    const type = t(`form.dtype.${column.dtype}`);
    return {
      value: column.name,
      label: column.name,
      disabled: problem !== null,
      note: problem === null ? type : t(`form.targetShort.${problem}`, { type }),
    };
  });
  return (
    <Select
      label={t('form.target')}
      description={t('form.targetHint')}
      inputWrapperOrder={['label', 'input', 'error', 'description']}
      placeholder={t('form.targetPlaceholder')}
      searchable
      allowDeselect={false}
      disabled={!dataset}
      data={options}
      value={value}
      error={error || undefined}
      onChange={onChange}
      renderOption={({ option }) => (
        <span className={classes.option}>
          <span>{option.label}</span>
          <small>{(option as TargetOption).note}</small>
        </span>
      )}
    />
  );
}
