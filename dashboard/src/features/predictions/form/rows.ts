import type { FieldError, ModelInput, ResultRow } from '@/api/types';
import { readCell } from './cells';

/** One row as typed, by column. */
export type RowDraft = Readonly<Record<string, string>>;

/** More typed rows than this belong into a dataset. */
export const MOST_ROWS = 100;

export const isEmptyRow = (row: RowDraft): boolean =>
  Object.values(row).every((text) => text.trim() === '');

export interface ReadRows {
  /** The rows to send; empty ones are left out. */
  rows: ResultRow[];
  /** For each of them, where it stands in the form. */
  places: number[];
  /** A cell that can't be read. */
  broken: boolean;
}

/** Reads all that was typed. */
export function readRows(inputs: readonly ModelInput[], drafts: readonly RowDraft[]): ReadRows {
  const read: ReadRows = { rows: [], places: [], broken: false };
  drafts.forEach((draft, place) => {
    if (isEmptyRow(draft)) return;
    const row: ResultRow = {};
    for (const { name, dtype } of inputs) {
      const cell = readCell(dtype, draft[name] ?? '');
      if ('problem' in cell) read.broken = true;
      else row[name] = cell.value;
    }
    read.rows.push(row);
    read.places.push(place);
  });
  return read;
}

/** Cells of a spreadsheet's clipboard text. */
function cellsOf(text: string): string[][] {
  const lines = text.replace(/\r\n?/g, '\n').replace(/\n$/, '').split('\n');
  return lines.map((line) => line.split('\t'));
}

/** Whether pasted text is a table rather than the text of one cell. */
export const isTable = (text: string): boolean => /[\t\n\r]/.test(text.replace(/[\r\n]+$/, ''));

/**
 * Writes a pasted table into the rows, from the cell at (`at.row`, `at.column`) on, as a spreadsheet does;
 * where its first line names columns, by those names. Rows beyond the most are left out.
 */
export function pasteTable(
  drafts: readonly RowDraft[],
  inputs: readonly ModelInput[],
  at: { row: number; column: number },
  text: string,
): RowDraft[] {
  const table = cellsOf(text);
  const names = inputs.map(({ name }) => name);
  const head = table[0] ?? [];
  const named = head.filter((cell) => names.includes(cell.trim())).length;
  const hasHead = named > 0 && named * 2 >= head.length;
  const columns = hasHead ? head.map((cell) => cell.trim()) : names.slice(at.column);
  const next = [...drafts];
  (hasHead ? table.slice(1) : table).forEach((cells, index) => {
    const place = at.row + index;
    if (place >= MOST_ROWS) return;
    const row: Record<string, string> = { ...next[place] };
    cells.forEach((cell, column) => {
      const name = columns[column];
      if (name !== undefined && names.includes(name)) row[name] = cell.trim();
    });
    next[place] = row;
  });
  return next;
}

/** The messages of a 422 by place in the form (row, column), and those about no cell. */
export function cellErrors(
  errors: readonly FieldError[],
  places: readonly number[],
): { cells: Map<string, string>; rest: string[] } {
  const cells = new Map<string, string>();
  const rest: string[] = [];
  for (const { loc, message } of errors) {
    const [, field, row, column] = loc;
    const place = typeof row === 'number' ? places[row] : undefined;
    if (field === 'rows' && place !== undefined && typeof column === 'string') {
      cells.set(cellKey(place, column), message);
    } else rest.push(message);
  }
  return { cells, rest };
}

export const cellKey = (row: number, column: string): string => `${row} ${column}`;
