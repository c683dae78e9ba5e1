import type { ParcoordsGeometry } from '@/charts/parcoordsGeometry';
import { CHARACTER, LONGEST_TICK, tickWidth } from '@/charts/xyGeometry';
import type { Axis } from '../axis';

/** Below this distance of two axes the plot scrolls sideways. */
const CLOSEST_AXES = 84;
/** Half a header has room beside an outer axis. */
const NARROWEST = 56;
const HEADER = 52;
const BOTTOM = 14;
const BESIDE_TICK = 16;

/** Room for the axes in a box of `available` px; wider than the box when there are many axes. */
export function plotGeometry(
  axes: readonly Axis[],
  available: number,
  height: number,
): ParcoordsGeometry {
  const left = Math.max(NARROWEST, besideAxis(axes[0]));
  const right = Math.max(NARROWEST, besideAxis(axes.length > 1 ? axes.at(-1) : undefined));
  const needed = left + right + (axes.length - 1) * CLOSEST_AXES;
  return {
    width: Math.floor(Math.max(available, needed)),
    height: Math.floor(height),
    margin: { left, right, top: HEADER, bottom: BOTTOM },
    count: axes.length,
  };
}

/** Labels of the outer axes stand outside the plot. */
function besideAxis(axis: Axis | undefined): number {
  return tickWidth(axis?.ticks ?? []) + BESIDE_TICK;
}

/** Characters that fit between an axis' tick and the axis before it; outer axes have the margin. */
export function tickLength({ width, margin, count }: ParcoordsGeometry, index: number): number {
  if (index === 0 || index === count - 1) return LONGEST_TICK;
  const step = (width - margin.left - margin.right) / (count - 1);
  return Math.max(4, Math.min(LONGEST_TICK, Math.floor((step - BESIDE_TICK) / CHARACTER)));
}

/** Widest header over an axis that neither touches its neighbour nor leaves the plot. */
export function headerRoom({ width, margin, count }: ParcoordsGeometry, index: number): number {
  const step = (width - margin.left - margin.right) / Math.max(1, count - 1);
  const toLeft = index === 0 ? 2 * margin.left : step;
  const toRight = index === count - 1 ? 2 * margin.right : step;
  return Math.floor(Math.min(toLeft, toRight)) - 4;
}
