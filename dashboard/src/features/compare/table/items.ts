import type { TableRows } from '../rows';
import type { Parallel } from '../toParallel';

/** What the rows of the table are: runs, and the heading of those without a rank. */
export type TableItem =
  | { kind: 'run'; key: string; index: number }
  | { kind: 'group'; key: string; shown: number; total: number };

export function tableItems(rows: TableRows, { data, ranking }: Parallel): TableItem[] {
  const run = (index: number): TableItem => ({
    kind: 'run',
    key: data.runs[index]?.id ?? String(index),
    index,
  });
  const total = ranking?.unranked.length ?? data.runs.length;
  const heading: TableItem[] =
    total > 0 ? [{ kind: 'group', key: 'unranked', shown: rows.unranked.length, total }] : [];
  return [...rows.ranked.map(run), ...heading, ...rows.unranked.map(run)];
}
