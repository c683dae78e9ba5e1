import type { JobError } from '@/api/types';
import { compareCells } from './cells';
import type { Parallel } from './toParallel';
import type { Cell, Column, RunState } from './types';

/** What the runs of a group have in common and most successful runs have not. */
export type Shared =
  | { kind: 'range'; column: Column; low: number | null; high: number | null }
  | { kind: 'values'; column: Column; values: readonly Cell[] };

export interface UnfinishedGroup {
  /** `noValue`: the run succeeded without a value of the objective. */
  state: RunState | 'noValue';
  error: JobError | null;
  indexes: readonly number[];
  shared: Shared | null;
}

/** At most this share of the successful runs may lie in a range that is worth naming. */
const TELLING = 0.5;
/** How likely the group may be to fit any of the parameters by chance. */
const CHANCE = 0.01;
const MOST_VALUES = 3;

/** The runs without a rank, grouped by state and error code, the largest failure first. */
export function groupUnfinished(
  parallel: Parallel,
  errors: ReadonlyMap<string, JobError>,
): UnfinishedGroup[] {
  const { data, ranking } = parallel;
  const groups = new Map<
    string,
    { state: UnfinishedGroup['state']; error: JobError | null; indexes: number[] }
  >();
  for (const index of ranking?.unranked ?? []) {
    const run = data.runs[index];
    if (run === undefined) continue;
    const error = run.state === 'failed' ? (errors.get(run.id) ?? null) : null;
    const state = run.state === 'succeeded' ? 'noValue' : run.state;
    const key = `${state}:${error?.code ?? ''}`;
    const group = groups.get(key) ?? { state, error, indexes: [] };
    group.indexes.push(index);
    groups.set(key, group);
  }
  return [...groups.values()]
    .map((group) => ({
      ...group,
      shared: group.state === 'failed' ? findShared(parallel, group.indexes) : null,
    }))
    .sort((a, b) => ORDER[a.state] - ORDER[b.state] || b.indexes.length - a.indexes.length);
}

const ORDER: Record<UnfinishedGroup['state'], number> = {
  failed: 0, noValue: 1, cancelled: 2, running: 3, queued: 4, succeeded: 5,
}; // prettier-ignore

/** The parameter whose values set the group apart best, if any does. */
function findShared({ data, ranking }: Parallel, indexes: readonly number[]): Shared | null {
  if (indexes.length < 2) return null;
  let found: { shared: Shared; share: number } | null = null;
  const parameters = data.columns.filter(({ role }) => role === 'parameter');
  for (const column of parameters) {
    const shared = sharedOf(column, indexes);
    if (shared === null) continue;
    const share = shareWithin(shared, ranking?.order ?? []);
    const telling =
      share <= TELLING && share ** freeRuns(shared, indexes) <= CHANCE / parameters.length;
    if (telling && (found === null || share < found.share)) found = { shared, share };
  }
  return found?.shared ?? null;
}

/** Runs of the group that the condition wasn't made from: each of its ends takes one. */
function freeRuns(shared: Shared, indexes: readonly number[]): number {
  if (shared.kind === 'values') return indexes.length - shared.values.length + 1;
  return indexes.length - Number(shared.low !== null) - Number(shared.high !== null);
}

function sharedOf(column: Column, indexes: readonly number[]): Shared | null {
  const values = indexes.map((index) => column.values[index] ?? null);
  const numbers = values.filter((value) => typeof value === 'number');
  const kinds = [...new Set(values)];
  if (kinds.length <= Math.min(MOST_VALUES, indexes.length / 2)) {
    const present = kinds.filter((value) => value !== null).sort(compareCells);
    return { kind: 'values', column, values: kinds.includes(null) ? [...present, null] : present };
  }
  if (numbers.length < values.length) return null;
  const all = column.values.filter((value) => typeof value === 'number');
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
  return {
    kind: 'range',
    column,
    low: low <= Math.min(...all) ? null : low,
    high: high >= Math.max(...all) ? null : high,
  };
}

function shareWithin(shared: Shared, succeeded: readonly number[]): number {
  const inside = succeeded.filter((index) => {
    const value = shared.column.values[index] ?? null;
    if (shared.kind === 'values') return shared.values.includes(value);
    if (typeof value !== 'number') return false;
    return (
      (shared.low === null || value >= shared.low) && (shared.high === null || value <= shared.high)
    );
  });
  // Never quite 0: that no run succeeded there may be chance, too.
  return (inside.length + 1) / (succeeded.length + 1);
}
