import { polygonContains } from 'd3-polygon';
import type { Filterable } from './filter';

/** The scatter plot a lasso was drawn in: what its two axes show. */
export type Plane = 'actual' | 'residual';

/** A closed outline around points of a scatter plot, in the plot's units. */
export interface Lasso {
  /** `actual`: actual (x) and predicted (y); `residual`: predicted (x) and residual (y). */
  plane: Plane;
  corners: [number, number][];
}

/** An address should stay short enough to be sent around. */
export const MAX_CORNERS = 40;
const DIGITS = 5;

/** Whether the point at a place lies within; a point without a value for an axis never does. */
export function isInside(points: Filterable, lasso: Lasso): (at: number) => boolean {
  const [x, y] =
    lasso.plane === 'actual'
      ? [points.actual, points.predicted]
      : [points.predicted, points.residual];
  return (at) => {
    const [across, up] = [x[at] ?? null, y[at] ?? null];
    return across !== null && up !== null && polygonContains(lasso.corners, [across, up]);
  };
}

/** What a hand has drawn, with at most `MAX_CORNERS` of its corners; null if it is no area. */
export function lassoOf(plane: Plane, x: readonly number[], y: readonly number[]): Lasso | null {
  const drawn = x.map((value, at): [number, number] => [round(value), round(y[at] ?? NaN)]);
  const step = Math.max(1, drawn.length / MAX_CORNERS);
  const count = Math.min(drawn.length, MAX_CORNERS);
  const kept = Array.from({ length: count }, (_, at) => Math.floor(at * step));
  const corners = drawn.filter((_, at) => kept.includes(at));
  const finite = corners.every((corner) => corner.every(Number.isFinite));
  return corners.length < 3 || !finite ? null : { plane, corners };
}

/** `actual:1_2_3_4_5_6`: the plane, then x and y of every corner. */
export function lassoText({ plane, corners }: Lasso): string {
  return `${plane}:${corners.flat().map(String).join('_')}`;
}

export function parseLasso(text: string | undefined): Lasso | null {
  const [plane, list, ...more] = (text ?? '').split(':');
  if ((plane !== 'actual' && plane !== 'residual') || list === undefined || more.length > 0) {
    return null;
  }
  const values = list.split('_').map((value) => (value === '' ? NaN : Number(value)));
  if (values.length % 2 === 1 || values.length > 2 * MAX_CORNERS) return null;
  const even = values.filter((_, at) => at % 2 === 0);
  return lassoOf(
    plane,
    even,
    values.filter((_, at) => at % 2 === 1),
  );
}

const round = (value: number) => Number(value.toPrecision(DIGITS));
