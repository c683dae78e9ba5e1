import type { Scalar } from './sweep';

/** The server refuses a larger grid; the form says so before it is sent. */
export const MAX_RUNS = 10_000;

export interface Axis {
  name: string;
  values: readonly Scalar[];
}

/** Number of runs of a full grid. A grid with no axis is one run. */
export function countRuns(axes: readonly Axis[]): number {
  return axes.reduce((product, axis) => product * axis.values.length, 1);
}

/** The grid's factors as text, `4 × 3 × 2`; empty when nothing is multiplied. */
export function productText(axes: readonly Axis[], format: (n: number) => string): string {
  if (axes.length < 2) return '';
  return axes.map((axis) => format(axis.values.length)).join(' × ');
}

/** The `search.space` of a batch request. */
export function toSpace(axes: readonly Axis[]): Record<string, Scalar[]> {
  return Object.fromEntries(axes.map((axis) => [axis.name, [...axis.values]]));
}
