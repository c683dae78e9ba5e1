/** A dataset's column as the API describes it. */
export interface Column {
  name: string;
  dtype: 'number' | 'integer' | 'category' | 'text' | 'datetime' | 'boolean';
  missing: number;
  distinct: number;
}

export type TargetProblem = 'allMissing' | 'constant' | 'text' | 'datetime' | 'category';

export type Task = 'regression' | 'forecasting' | 'classification';

const NUMERIC = new Set<Column['dtype']>(['number', 'integer', 'boolean']);

/** Why a column cannot be the target of this task, or `null` when it can. */
export function targetProblem(column: Column, task: Task): TargetProblem | null {
  if (column.distinct === 0) return 'allMissing';
  if (column.distinct === 1) return 'constant';
  if (column.dtype === 'text') return 'text';
  if (task === 'classification' || NUMERIC.has(column.dtype)) return null;
  return column.dtype === 'datetime' ? 'datetime' : 'category';
}

/** The column to start with: the one asked for, else the last that can be a target. */
export function pickTarget(
  columns: readonly Column[],
  task: Task,
  wanted?: string,
): string | null {
  if (wanted !== undefined && columns.some((column) => column.name === wanted)) return wanted;
  const usable = columns.filter((column) => targetProblem(column, task) === null);
  return usable.at(-1)?.name ?? null;
}
