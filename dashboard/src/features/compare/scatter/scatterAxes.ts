import { paretoFront } from '../pareto';
import { metricsWithDirection, type Objective } from '../ranking';
import type { Parallel } from '../toParallel';
import type { Column, ViewState } from '../types';
import type { Side } from '../xy/useAxisBuilder';

/** The columns of the scatter plot: what was chosen, else the objective over what explains it best. */
export function scatterColumns(
  { data, axes, ranking, pareto }: Parallel,
  view: Pick<ViewState, 'x' | 'y' | 'show'>,
): Record<Side, Column> | null {
  const named = (name: string | null) => data.columns.find((column) => column.name === name);
  const objective = ranking?.objective.column;
  const weighed = view.show === 'pareto' ? pareto?.second.column : undefined;
  const [first] = [...(data.importance ?? [])].sort((a, b) => b.value - a.value);
  const others = [...axes.map(({ column }) => column), ...data.columns].filter(
    (column) => column !== objective,
  );
  const x =
    named(view.x) ??
    weighed ??
    named(first?.name ?? null) ??
    others.find(({ role }) => role === 'parameter') ??
    others[0] ??
    objective;
  const y = named(view.y) ?? objective ?? others.find((column) => column !== x) ?? x;
  return x === undefined || y === undefined ? null : { x, y };
}

/** The runs no other beats in both columns, best by x first; null unless both are metrics with a better end. */
export function scatterFront(parallel: Parallel, { x, y }: Record<Side, Column>): number[] | null {
  const { data, ranking } = parallel;
  const criterion = (column: Column): Objective | null => {
    if (column === ranking?.objective.column) return ranking.objective;
    const known = metricsWithDirection(data).includes(column);
    return known && column.direction !== null ? { column, direction: column.direction } : null;
  };
  const [first, second] = [criterion(x), criterion(y)];
  if (first === null || second === null || x === y) return null;
  return paretoFront(first, second);
}
