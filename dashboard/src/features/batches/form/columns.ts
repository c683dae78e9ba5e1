import type { Column, Dataset, Pipeline } from '@/api/types';

export type TargetProblem =
  | 'allMissing'
  | 'constant'
  | 'notNumeric'
  | 'notClasses'
  | 'tooManyClasses'
  | 'rareClass'
  | 'text'
  | 'tooFewRows';

type Task = Pipeline['task'];

const NUMERIC = new Set<Column['dtype']>(['number', 'integer']);
const TIME_LIKE = new Set<Column['dtype']>(['datetime', 'number', 'integer']);
const MIN_ROWS = 10;
const MAX_CLASSES = 100;
/** A measured number with more values than this is no class. */
const MAX_NUMBER_CLASSES = 20;
const FEWEST_CLASS_ROWS = 2;

// In the order in which they are proposed.
const TASKS = ['regression', 'classification', 'forecasting'] as const satisfies readonly Task[];

/** Why a column cannot be the target of this task, or `null` when it can: the server's own rules. */
export function targetProblem(column: Column, rowCount: number, task: Task): TargetProblem | null {
  if (column.distinct === 0) return 'allMissing';
  const unfit = task === 'classification' ? classProblem(column) : numberProblem(column);
  if (unfit) return unfit;
  if (column.distinct === 1) return 'constant';
  return rowCount - column.missing < MIN_ROWS ? 'tooFewRows' : null;
}

function numberProblem({ dtype }: Column): TargetProblem | null {
  if (dtype === 'text') return 'text';
  return NUMERIC.has(dtype) ? null : 'notNumeric';
}

function classProblem({ dtype, distinct, rarest }: Column): TargetProblem | null {
  if (dtype === 'datetime') return 'notClasses';
  const most = dtype === 'number' ? MAX_NUMBER_CLASSES : MAX_CLASSES;
  if (distinct > most) return dtype === 'text' ? 'text' : 'tooManyClasses';
  return (rarest ?? FEWEST_CLASS_ROWS) < FEWEST_CLASS_ROWS ? 'rareClass' : null;
}

type Table = Pick<Dataset, 'columns' | 'row_count'>;

/** The column to start with: the one asked for, else the last that can be a target. */
export function pickTarget(table: Table, task: Task, wanted?: string): string | null {
  const { columns, row_count } = table;
  if (wanted !== undefined && columns.some((column) => column.name === wanted)) return wanted;
  const usable = columns.filter((column) => targetProblem(column, row_count, task) === null);
  return usable.at(-1)?.name ?? null;
}

/** The time column to start with: a forecast needs one, and dates are hardly ever meant otherwise. */
export function pickTime(table: Table | undefined, task: Task): string | null {
  if (task !== 'forecasting') return null;
  return table?.columns.find(({ dtype }) => dtype === 'datetime')?.name ?? null;
}

/** The task that a table most likely is for: a series by its shape, else what its last column holds. */
export function likelyTask({ columns }: Pick<Table, 'columns'>): Task {
  const others = columns.filter(({ dtype }) => dtype !== 'datetime');
  if (columns.length === 2 && others.length === 1 && NUMERIC.has(others[0]?.dtype ?? 'text')) {
    return 'forecasting';
  }
  const last = others.at(-1)?.dtype;
  return last === 'category' || last === 'boolean' ? 'classification' : 'regression';
}

/** The task a target calls for, where it is not the present one: classes, or a series over time. */
export function betterTask(table: Table, target: string | null, task: Task): Task | null {
  const column = table.columns.find(({ name }) => name === target);
  if (!column) return null;
  const fits = (other: Task) => targetProblem(column, table.row_count, other) === null;
  if (!fits(task)) return TASKS.find(fits) ?? null;
  const others = table.columns.filter(({ name }) => name !== target);
  const series = others.length === 1 && others[0]?.dtype === 'datetime';
  return series && task === 'regression' && fits('forecasting') ? 'forecasting' : null;
}

/** Columns that can order the rows in time. */
export function timeColumns(columns: readonly Column[], target: string | null): Column[] {
  return columns.filter((column) => TIME_LIKE.has(column.dtype) && column.name !== target);
}
