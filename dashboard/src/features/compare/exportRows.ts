import { isOrigin } from './fromResponse';
import type { Parallel } from './toParallel';
import type { Cell, Run } from './types';

/** The given runs as CSV, RFC 4180: raw values, a missing one is an empty field. */
export function toCsv(parallel: Parallel, indexes: readonly number[]): string {
  const { data, ranking } = parallel;
  const same = data.constants.map(({ raw }) => cellOf(raw));
  const header = [
    ...['number', 'id', 'state', 'stop_reason', 'rank'],
    ...data.columns.map(({ name }) => plainName(name)),
    ...data.constants.map(({ name }) => plainName(name)),
  ];
  const lines = indexes.map((index) => {
    const run = data.runs[index];
    const fixed = [run?.number, run?.id, run?.state, run?.stopReason, ranking?.ranks[index]];
    return [...fixed, ...data.columns.map(({ reported }) => reported[index]), ...same];
  });
  return [header, ...lines].map((line) => line.map(field).join(',')).join('\r\n') + '\r\n';
}

/** A spreadsheet takes text that begins like this for a formula, and would run it. */
const FORMULA = /^[=+\-@\t\r]/;

function field(value: Cell | undefined): string {
  if (value === null || value === undefined) return '';
  const text = typeof value === 'string' && FORMULA.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function cellOf(raw: unknown): Cell {
  return typeof raw === 'number' || typeof raw === 'string' ? raw : JSON.stringify(raw);
}

/** `@batch`, where a run comes from, is `batch` outside of the comparison. */
function plainName(name: string): string {
  return isOrigin(name) ? name.slice(1) : name;
}

/** The given runs as a JSON list of objects. */
export function toJson(parallel: Parallel, indexes: readonly number[]): string {
  return JSON.stringify(toObjects(parallel, indexes), null, 2);
}

/** Each run with its rank, every parameter and every metric. */
export function toObjects({ data, ranking }: Parallel, indexes: readonly number[]): object[] {
  const same = Object.fromEntries(data.constants.map(({ name, raw }) => [plainName(name), raw]));
  const values = (index: number, role: 'parameter' | 'metric') =>
    Object.fromEntries(
      data.columns
        .filter((column) => column.role === role)
        .map(({ name, reported }) => [plainName(name), reported[index] ?? null]),
    );
  return indexes.map((index) => ({
    ...runFields(data.runs[index]),
    rank: ranking?.ranks[index] ?? null,
    parameters: { ...values(index, 'parameter'), ...same },
    metrics: values(index, 'metric'),
  }));
}

function runFields(run: Run | undefined): object {
  if (run === undefined) return {};
  const { stopReason, ...fields } = run;
  return { ...fields, stop_reason: stopReason };
}
