import { buildAxis, type Axis, type Formats } from '../axis';
import { paretoFront } from '../pareto';
import { metricsWithDirection, type Objective } from '../ranking';
import type { Parallel } from '../toParallel';
import type { AxisView, Column, Run, ViewState } from '../types';

export type Side = 'x' | 'y';

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

interface AxisOptions {
  column: Column;
  side: Side;
  runs: readonly Run[];
  /** The same column as an axis of the parallel coordinates, whose scale is taken over. */
  parallel: Axis | undefined;
  view: AxisView | undefined;
  formats: Formats;
}

/** An axis on which values rise to the right or the top, whichever end is the better one. */
export function scatterAxis({ column, side, runs, parallel, view, formats }: AxisOptions): Axis {
  const kind = parallel?.scale.kind ?? view?.scale;
  const category = kind === 'category' || column.type === 'category';
  // Text reads from the left, and on the vertical axis from the top.
  const rising = column.type === 'category' ? side === 'x' : column.direction === 'minimize';
  return buildAxis({
    column,
    runs: side === 'x' ? runs : runs.map(otherJitter),
    direction: column.direction,
    objective: false,
    view: {
      name: column.name,
      ...(kind === undefined ? {} : { scale: kind }),
      ...(view?.clip === undefined ? {} : { clip: view.clip }),
      invert: category && column.type === 'number' ? false : rising,
    },
    listed: null,
    formats,
  });
}

/** Runs are spread by their number: the same spread on both axes would put them on a diagonal. */
function otherJitter(run: Run): Run {
  return { ...run, number: run.number * 13 + 5 };
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

/** A staircase through the front: at each step one metric gets worse before the other gets better. */
export function frontPath(points: readonly { x: number; y: number }[]): string {
  return points
    .map(({ x, y }, place) =>
      place === 0 ? `M${x.toFixed(1)} ${y.toFixed(1)}` : `H${x.toFixed(1)}V${y.toFixed(1)}`,
    )
    .join('');
}

/** Runs with the same colour as one path of dots, which draws thousands at once. */
export function dotsPath(points: readonly { x: number; y: number }[]): string {
  return points.map(({ x, y }) => `M${x.toFixed(1)} ${y.toFixed(1)}h0`).join('');
}
