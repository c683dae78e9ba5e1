import { metricsWithDirection, type Objective } from './ranking';
import type { Cell, Comparison } from './types';

/** What two metrics come to: the runs that no other run beats in both. */
export interface Pareto {
  second: Objective;
  /** Indexes of the runs on the front, the best by the first metric first. */
  front: readonly number[];
}

/**
 * Indexes of the runs that no other run beats: none is at least as good in both and better in one. Runs
 * with the same two values are all on the front or all off it; a run that lacks a value is never on it.
 */
export function paretoFront(first: Objective, second: Objective): number[] {
  const runs = first.column.values.flatMap((value, index) => {
    const a = cost(value, first);
    const b = cost(second.column.values[index] ?? null, second);
    return a === null || b === null ? [] : [{ index, a, b }];
  });
  runs.sort((one, other) => one.a - other.a || one.b - other.b || one.index - other.index);
  const front: number[] = [];
  let least = { a: Number.NaN, b: Number.POSITIVE_INFINITY };
  for (const { index, a, b } of runs) {
    const tied = a === least.a && b === least.b;
    if (!tied && b >= least.b) continue;
    front.push(index);
    least = { a, b };
  }
  return front;
}

/** A value so that less is better. */
function cost(value: Cell | undefined, { direction }: Objective): number | null {
  if (typeof value !== 'number') return null;
  return direction === 'minimize' ? value : -value;
}

/** The metrics that can be weighed against the objective. */
export function secondMetrics(data: Comparison, objective: Objective): Objective[] {
  return metricsWithDirection(data).flatMap((column) =>
    column === objective.column || column.direction === null
      ? []
      : [{ column, direction: column.direction }],
  );
}

/** The wanted second metric, else what a run costs in time, else any other; null where there is none. */
export function findPareto(
  data: Comparison,
  objective: Objective | null,
  wanted: string | null,
): Pareto | null {
  if (objective === null) return null;
  const others = secondMetrics(data, objective);
  const second =
    others.find(({ column }) => column.name === wanted) ??
    others.find(({ column }) => column.unit === 's') ??
    others[0];
  return second === undefined ? null : { second, front: paretoFront(objective, second) };
}
