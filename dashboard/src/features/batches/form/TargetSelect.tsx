import { Select, type ComboboxItem } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Dataset, Pipeline } from '@/api/types';
import { targetProblem } from './columns';
import classes from './form.module.css';

interface TargetSelectProps {
  dataset: Dataset | undefined;
  pipelines: readonly Pipeline[];
  pipeline: Pipeline | undefined;
  value: string | null;
  error: string;
  onChange: (target: string | null) => void;
}

interface TargetOption extends ComboboxItem {
  /** The column's type, or why it cannot be the target. */
  note: string;
}

/** The columns of a dataset; those no pipeline can predict are shown with the reason. */
export function TargetSelect(props: TargetSelectProps) {
  const { dataset, pipelines, pipeline, value, error, onChange } = props;
  const { t } = useTranslation('batches');
  const task = pipeline?.task ?? 'regression';
  const others = new Set(pipelines.filter(({ ok }) => ok).map((one) => one.task));
  const options = (dataset?.columns ?? []).map((column): TargetOption => {
    const rows = dataset?.row_count ?? 0;
    const problem = targetProblem(column, rows, task);
    const type = t(`form.dtype.${column.dtype}`);
    // Another pipeline can: choosing the column proposes it.
    const elsewhere = [...others].find((one) => targetProblem(column, rows, one) === null);
    const note = () => {
      if (problem === null) return type;
      if (elsewhere) return t(`form.targetShort.for.${elsewhere}`, { type });
      return t(`form.targetShort.${problem}`, { type });
    };
    return {
      value: column.name,
      label: column.name,
      disabled: problem !== null && elsewhere === undefined,
      note: note(),
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
