import type { RangeSpace } from '@/api/types';
import type { SweepValue } from './sweep';

/** The server refuses a larger batch; the form says so before it is sent. */
export const MAX_RUNS = 10_000;

/** One parameter that is varied. */
export interface Axis {
  name: string;
  spec: readonly SweepValue[] | RangeSpace;
  /** How many values it has; infinite for a range without steps. */
  count: number;
}

/** Number of combinations of all values. Without an axis there is one; of a range without steps no end. */
export function countRuns(axes: readonly Axis[]): number {
  if (axes.some((axis) => axis.count === 0)) return 0;
  return axes.reduce((product, axis) => product * axis.count, 1);
}

/** The grid's factors as text, `4 × 3 × 2`; empty when nothing is multiplied. */
export function productText(axes: readonly Axis[], format: (n: number) => string): string {
  if (axes.length < 2) return '';
  return axes.map((axis) => format(axis.count)).join(' × ');
}

export const isRange = (spec: Axis['spec']): spec is RangeSpace => !Array.isArray(spec);

/** The `search.space` of a batch request. */
export function toSpace(axes: readonly Axis[]): Record<string, SweepValue[] | RangeSpace> {
  return Object.fromEntries(axes.map(({ name, spec }) => [name, isRange(spec) ? spec : [...spec]]));
}
