import type { PlotMouseEvent, PlotSelectionEvent } from 'plotly.js';
import type { Range } from '../filter';
import { lassoOf, type Lasso, type Plane } from '../lasso';

/** What a pointer chose in a figure, read from plotly's events. */

/** The edges of the bar of a histogram that was clicked. */
export function barRange({ points: [bar] }: PlotMouseEvent): Range | null {
  const edges: unknown = bar?.customdata;
  if (!Array.isArray(edges)) return null;
  const [low, high] = edges as unknown[];
  return typeof low === 'number' && typeof high === 'number' ? { low, high } : null;
}

/** The places on both axes of what was clicked. */
export function spotOf({
  points: [point],
}: PlotMouseEvent): { x: number; y: number | null } | null {
  if (typeof point?.x !== 'number') return null;
  return { x: point.x, y: typeof point.y === 'number' ? point.y : null };
}

/** The box that was drawn; an end in any order. */
export function boxOf({ range }: Pick<PlotSelectionEvent, 'range'>): {
  x: Range | null;
  y: Range | null;
} {
  return { x: rangeOf(range?.x), y: rangeOf(range?.y) };
}

function rangeOf(ends: readonly number[] | undefined): Range | null {
  if (ends === undefined || ends.length < 2) return null;
  return { low: Math.min(...ends), high: Math.max(...ends) };
}

/** The outline that was drawn, or null if the selection is a box. */
export function outlineOf(
  { lassoPoints }: Pick<PlotSelectionEvent, 'lassoPoints'>,
  plane: Plane,
): Lasso | null {
  return lassoPoints === undefined ? null : lassoOf(plane, lassoPoints.x, lassoPoints.y);
}
