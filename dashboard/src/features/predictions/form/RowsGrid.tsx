import { ActionIcon, VisuallyHidden } from '@mantine/core';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { ModelInput } from '@/api/types';
import { DataTable, Icon } from '@/components/ui';
import classes from '../predictions.module.css';
import type { CellEditing } from './RowFields';
import { cellKey, isTable, type RowDraft } from './rows';
import { inputModeOf, useCellText } from './useCell';

interface RowsGridProps extends CellEditing {
  drafts: readonly RowDraft[];
  onPaste: (at: { row: number; column: number }, text: string) => void;
  onRemove: (row: number) => void;
}

/** Several rows as a grid; a spreadsheet's cells can be pasted into it. */
export function RowsGrid({ inputs, drafts, onRemove, ...editing }: RowsGridProps) {
  const { t } = useTranslation('predictions');
  const text = useCellText();
  return (
    <DataTable label={t('form.grid')}>
      <thead>
        <tr>
          {inputs.map((input) => (
            <th key={input.name} scope="col">
              <code>{input.name}</code>
              <small className={classes.seen}>
                {text.seen(input) || t(`cell.placeholder.${input.dtype}`)}
              </small>
            </th>
          ))}
          <th scope="col">
            <VisuallyHidden>{t('form.removeRows')}</VisuallyHidden>
          </th>
        </tr>
      </thead>
      <tbody>
        {drafts.map((draft, row) => (
          <tr key={row}>
            {inputs.map((input, column) => (
              <td key={input.name} className={classes.cell}>
                <GridCell
                  {...editing}
                  input={input}
                  place={{ row, column }}
                  value={draft[input.name] ?? ''}
                />
              </td>
            ))}
            <td data-actions>
              <ActionIcon
                variant="subtle"
                color="gray"
                size={26}
                aria-label={t('form.removeRow', { row: row + 1 })}
                onClick={() => {
                  onRemove(row);
                }}
              >
                <Icon name="x" size={14} />
              </ActionIcon>
            </td>
          </tr>
        ))}
      </tbody>
    </DataTable>
  );
}

interface GridCellProps extends Pick<RowsGridProps, 'listId' | 'errors' | 'onCell' | 'onPaste'> {
  input: ModelInput;
  place: { row: number; column: number };
  value: string;
}

function GridCell({ input, place, value, listId, errors, onCell, onPaste }: GridCellProps) {
  const { t } = useTranslation('predictions');
  const text = useCellText();
  const noteId = useId();
  const problem = text.problem(input, value) ?? errors.get(cellKey(place.row, input.name)) ?? null;
  const unusual = text.unusual(input, value);
  return (
    <>
      <input
        className={classes.cellInput}
        aria-label={t('form.cell', { column: input.name, row: place.row + 1 })}
        aria-invalid={problem !== null}
        aria-describedby={(problem ?? unusual) ? noteId : undefined}
        data-unusual={unusual !== null || undefined}
        inputMode={inputModeOf(input.dtype)}
        list={input.categories ? `${listId}-${input.name}` : undefined}
        value={value}
        onChange={(event) => {
          onCell(place.row, input.name, event.currentTarget.value);
        }}
        onPaste={(event) => {
          const pasted = event.clipboardData.getData('text/plain');
          if (!isTable(pasted)) return;
          event.preventDefault();
          onPaste(place, pasted);
        }}
      />
      {(problem ?? unusual) && (
        <small id={noteId} className={problem ? classes.wrong : classes.unusual}>
          {problem ?? unusual}
        </small>
      )}
    </>
  );
}
