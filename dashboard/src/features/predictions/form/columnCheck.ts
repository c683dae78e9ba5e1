import type { Column, FieldError, ModelInput } from '@/api/types';

/** How a column that the model reads is found in a dataset. */
export interface ColumnMatch {
  input: ModelInput;
  /** Its type in the dataset; null where there is no such column. */
  found: Column['dtype'] | null;
  verdict: 'fits' | 'missing' | 'differs';
  /** The server's own words about it. */
  message: string | null;
}

const LABELS: readonly Column['dtype'][] = ['category', 'text', 'integer', 'boolean'];
const NUMBERS: readonly Column['dtype'][] = ['number', 'integer'];

/** The types of a dataset's column that can be read as the model's type. */
const READABLE: Record<ModelInput['dtype'], readonly Column['dtype'][]> = {
  number: NUMBERS,
  integer: NUMBERS,
  boolean: ['boolean'],
  datetime: ['datetime'],
  category: LABELS,
  text: LABELS,
};

/** The column that one of the server's messages is about. */
function columnOf({ loc, message }: FieldError, names: ReadonlySet<string>): string | null {
  const last = loc.at(-1);
  if (typeof last === 'string' && names.has(last)) return last;
  const quoted = /'([^']+)'/.exec(message)?.[1];
  return quoted !== undefined && names.has(quoted) ? quoted : null;
}

/** Compares what a model reads with a dataset's columns, by name; what the server said goes before. */
export function matchColumns(
  inputs: readonly ModelInput[],
  columns: readonly Column[],
  errors: readonly FieldError[] = [],
): { matches: ColumnMatch[]; extra: string[] } {
  const given = new Map(columns.map((column) => [column.name, column]));
  const names = new Set(inputs.map(({ name }) => name));
  const said = new Map(errors.map((error) => [columnOf(error, names), error.message]));
  const matches = inputs.map((input): ColumnMatch => {
    const column = given.get(input.name);
    const found = column?.dtype ?? null;
    const message = said.get(input.name) ?? null;
    if (column === undefined) return { input, found, verdict: 'missing', message };
    // A column without any value can be read as anything.
    const readable = column.distinct === 0 || READABLE[input.dtype].includes(column.dtype);
    const fits = message === null && readable;
    return { input, found, verdict: fits ? 'fits' : 'differs', message };
  });
  return { matches, extra: columns.map(({ name }) => name).filter((name) => !names.has(name)) };
}
