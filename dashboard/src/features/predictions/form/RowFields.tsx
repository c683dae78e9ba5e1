import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ModelInput } from '@/api/types';
import classes from '../predictions.module.css';
import { cellKey, type RowDraft } from './rows';
import { inputModeOf, useCellText } from './useCell';

export interface CellEditing {
  inputs: readonly ModelInput[];
  /** Prefix of the ids of the lists of categories. */
  listId: string;
  /** What the server refused, by `cellKey`. */
  errors: ReadonlyMap<string, string>;
  onCell: (row: number, column: string, text: string) => void;
}

/** One row as a form: a field per column. */
export function RowFields({
  inputs,
  listId,
  errors,
  onCell,
  draft,
}: CellEditing & { draft: RowDraft }) {
  const { t } = useTranslation('predictions');
  const text = useCellText();
  return (
    <div className={classes.fields}>
      {inputs.map((input) => {
        const value = draft[input.name] ?? '';
        const unusual = text.unusual(input, value);
        return (
          <TextInput
            key={input.name}
            label={<code>{input.name}</code>}
            aria-label={input.name}
            placeholder={text.seen(input) || t(`cell.placeholder.${input.dtype}`)}
            inputMode={inputModeOf(input.dtype)}
            list={input.categories ? `${listId}-${input.name}` : undefined}
            value={value}
            error={text.problem(input, value) ?? errors.get(cellKey(0, input.name))}
            description={unusual && <span className={classes.unusual}>{unusual}</span>}
            inputWrapperOrder={['label', 'input', 'error', 'description']}
            onChange={(event) => {
              onCell(0, input.name, event.currentTarget.value);
            }}
          />
        );
      })}
    </div>
  );
}
