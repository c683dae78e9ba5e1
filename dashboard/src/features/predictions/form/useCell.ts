import { useTranslation } from 'react-i18next';
import type { ModelInput } from '@/api/types';
import { useFormat } from '@/i18n/useFormat';
import { readCell, unseen } from './cells';

const MICROSECONDS = 1000;

/** The words about one cell: what is wrong with it, what is unusual, what the model has seen. */
export function useCellText() {
  const { t } = useTranslation('predictions');
  const format = useFormat();
  const seen = ({ dtype, minimum, maximum, categories }: ModelInput): string => {
    if (categories) return t('cell.categories', { count: categories.length });
    if (dtype === 'boolean') return t('cell.boolean');
    if (typeof minimum !== 'number' || typeof maximum !== 'number') return '';
    const text = (value: number) =>
      dtype === 'datetime'
        ? new Date(value / MICROSECONDS).toISOString().slice(0, 10)
        : format.metric(value);
    return t('cell.range', { minimum: text(minimum), maximum: text(maximum) });
  };
  return {
    seen,
    /** Why the text can't be sent; null where it can. */
    problem: (input: ModelInput, text: string): string | null => {
      const cell = readCell(input.dtype, text);
      return 'problem' in cell ? t(`cell.problem.${cell.problem}`) : null;
    },
    /** Why the answer may be poor; null where there is nothing to say. */
    unusual: (input: ModelInput, text: string): string | null => {
      const why = unseen(input, readCell(input.dtype, text));
      return why === null ? null : t(`cell.unseen.${why}`, { seen: seen(input) });
    },
  };
}

/** How a cell is typed on a phone. */
export function inputModeOf(dtype: ModelInput['dtype']): 'decimal' | 'numeric' | undefined {
  if (dtype === 'number') return 'decimal';
  return dtype === 'integer' ? 'numeric' : undefined;
}
