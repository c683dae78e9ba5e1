import type { Column, Dataset, Pipeline } from '@/api/types';

export type TargetProblem = 'allMissing' | 'constant' | 'notNumeric' | 'text' | 'tooFewRows';

type Task = Pipeline['task'];

const NUMERIC = new Set<Column['dtype']>(['number', 'integer']);
const TIME_LIKE = new Set<Column['dtype']>(['datetime', 'number', 'integer']);
const MIN_ROWS = 10;

/** Why a column cannot be the target of this task, or `null` when it can: the server's own rules. */
export function targetProblem(column: Column, rowCount: number, task: Task): TargetProblem | null {
  if (column.distinct === 0) return 'allMissing';
  if (column.dtype === 'text') return 'text';
  if (task !== 'classification' && !NUMERIC.has(column.dtype)) return 'notNumeric';
  if (column.distinct === 1) return 'constant';
  return rowCount - column.missing < MIN_ROWS ? 'tooFewRows' : null;
}

type Table = Pick<Dataset, 'columns' | 'row_count'>;

/** The column to start with: the one asked for, else the last that can be a target. */
export function pickTarget(table: Table, task: Task, wanted?: string): string | null {
  const { columns, row_count } = table;
  if (wanted !== undefined && columns.some((column) => column.name === wanted)) return wanted;
  const usable = columns.filter((column) => targetProblem(column, row_count, task) === null);
  return usable.at(-1)?.name ?? null;
}

/** Columns that can order the rows in time. */
export function timeColumns(columns: readonly Column[], target: string | null): Column[] {
  return columns.filter((column) => TIME_LIKE.has(column.dtype) && column.name !== target);
}
