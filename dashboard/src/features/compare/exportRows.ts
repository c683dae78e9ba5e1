import type { Parallel } from './toParallel';
import type { Cell } from './types';

/** The given runs as CSV, RFC 4180: raw values, a missing one is an empty field. */
export function toCsv(parallel: Parallel, indexes: readonly number[]): string {
  const { data, ranking } = parallel;
  const header = ['number', 'id', 'state', 'rank', ...data.columns.map(({ name }) => name)];
  const lines = indexes.map((index) => {
    const run = data.runs[index];
    const fixed = [run?.number, run?.id, run?.state, ranking?.ranks[index]];
    return [...fixed, ...data.columns.map(({ reported }) => reported[index])];
  });
  return [header, ...lines].map((line) => line.map(field).join(',')).join('\r\n') + '\r\n';
}

function field(value: Cell | undefined): string {
  if (value === null || value === undefined) return '';
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The given runs as a JSON list of objects. */
export function toJson(parallel: Parallel, indexes: readonly number[]): string {
  const { data, ranking } = parallel;
  const values = (index: number, role: 'parameter' | 'metric') =>
    Object.fromEntries(
      data.columns
        .filter((column) => column.role === role)
        .map(({ name, reported }) => [name, reported[index] ?? null]),
    );
  const rows = indexes.map((index) => ({
    ...data.runs[index],
    rank: ranking?.ranks[index] ?? null,
    parameters: values(index, 'parameter'),
    metrics: values(index, 'metric'),
  }));
  return JSON.stringify(rows, null, 2);
}
