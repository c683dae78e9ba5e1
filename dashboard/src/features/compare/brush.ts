import type { UnitRange } from '@/charts/traces/parcoords';
import type { Axis } from './axis';
import { cellKey } from './cells';
import { extent, unitOf, valueAt, type NumericScale } from './numericScale';
import type { Brush, Cell, Comparison, ViewState } from './types';

/**
 * Whether a value passes a brush. This is the one rule: the plot is only ever given intervals that
 * select the same runs. Both ends belong to the brush.
 */
export function passes(brush: Brush, value: Cell): boolean {
  if (value === null) return brush.none;
  if (brush.kind === 'set') return brush.values.includes(cellKey(value));
  if (typeof value !== 'number') return false;
  return (brush.low === null || value >= brush.low) && (brush.high === null || value <= brush.high);
}

/** Per run, whether it passes every brush. */
export function isBrushed(data: Comparison, brushes: ViewState['brushes']): boolean[] {
  const selected = data.runs.map(() => true);
  for (const column of data.columns) {
    const brush = brushes[column.name];
    if (brush === undefined) continue;
    column.values.forEach((value, index) => {
      if (!passes(brush, value)) selected[index] = false;
    });
  }
  return selected;
}

/** Half of the "no value" slot. */
const SLOT = 0.02;
/** plotly ignores an interval without width. */
const POINT = 1e-5;
/** Open ends reach past every value but not into the "no value" slot. */
const OPEN = 0.01;
const NOTHING: UnitRange = [-0.5, -0.4];

/** The intervals of an axis that hold exactly the runs the brush selects, from the bottom up. */
export function brushUnits(brush: Brush, axis: Axis): UnitRange[] {
  const ranges = valueRanges(brush, axis);
  if (brush.none && axis.noneAt !== null) {
    const lowest = ranges[0];
    const slot: UnitRange = [axis.noneAt - SLOT, axis.noneAt + SLOT];
    if (lowest !== undefined && lowest[0] <= bottomOf(axis)) lowest[0] = slot[0];
    else ranges.unshift(slot);
  }
  return ranges.length === 0 ? [NOTHING] : ranges;
}

function bottomOf({ scale }: Axis): number {
  if (scale.kind === 'category') return (scale.categories[0]?.at ?? 0) - scale.half;
  return extent(scale)[0];
}

function valueRanges(brush: Brush, { scale }: Axis): UnitRange[] {
  if (scale.kind === 'category') {
    const bands: (UnitRange | null)[] = scale.categories.map(({ value, at }) =>
      passes(brush, value) ? [at - scale.half, at + scale.half] : null,
    );
    return joinNeighbours(bands);
  }
  if (brush.kind === 'set') {
    const points = brush.values.map((value) => unitOf(scale, Number(value)));
    return points.sort((a, b) => a - b).map((at): UnitRange => [at - POINT, at + POINT]);
  }
  const [bottom, top] = extent(scale);
  const ends = {
    low: scale.flipped ? top + OPEN : bottom - OPEN,
    high: scale.flipped ? bottom - OPEN : top + OPEN,
  };
  const low = brush.low === null ? ends.low : unitOf(scale, brush.low);
  const high = brush.high === null ? ends.high : unitOf(scale, brush.high);
  const range: UnitRange = [Math.min(low, high), Math.max(low, high)];
  return [range[0] === range[1] ? [range[0] - POINT, range[1] + POINT] : range];
}

/** Bands next to each other become one interval. */
function joinNeighbours(bands: readonly (UnitRange | null)[]): UnitRange[] {
  const joined: UnitRange[] = [];
  bands.forEach((band, place) => {
    if (band === null) return;
    const last = joined.at(-1);
    if (last !== undefined && place > 0 && bands[place - 1] !== null) last[1] = band[1];
    else joined.push([...band]);
  });
  return joined;
}

/** The brush that an interval drawn on an axis means; null when it touches no value and no slot. */
export function brushFromUnits(ranges: readonly UnitRange[], axis: Axis): Brush | null {
  const { noneAt, scale } = axis;
  const none = noneAt !== null && ranges.some(([from, to]) => from <= noneAt && noneAt <= to);
  const onlyNone: Brush | null = none ? { kind: 'set', values: [], none } : null;
  if (scale.kind === 'category') {
    const touched = scale.categories.filter(({ at }) =>
      ranges.some(([from, to]) => at + scale.half >= from && at - scale.half <= to),
    );
    if (touched.length === 0) return onlyNone;
    return { kind: 'set', values: touched.map(({ key }) => key), none };
  }
  const range = ranges.filter(([, to]) => to >= extent(scale)[0]).at(-1);
  if (range === undefined || range[0] > extent(scale)[1]) return onlyNone;
  return { kind: 'range', ...tidyRange(range, axis, scale), none };
}

/** The ends as numbers with the fewest digits that select the same runs as the interval does. */
function tidyRange([from, to]: UnitRange, axis: Axis, scale: NumericScale) {
  const [bottom, top] = extent(scale);
  const at = (unit: number, open: boolean) => (open ? null : valueAt(scale, unit));
  const ends: [number | null, number | null] = [at(from, from <= bottom), at(to, to >= top)];
  if (scale.flipped) ends.reverse();
  for (let digits = 3; digits < 17; digits += 1) {
    const [low, high] = ends.map((end) => (end === null ? null : Number(end.toPrecision(digits))));
    const range = { low: low ?? null, high: high ?? null };
    if (sameRuns({ kind: 'range', ...range, none: false }, [from, to], axis)) return range;
  }
  return { low: ends[0], high: ends[1] };
}

function sameRuns(brush: Brush, [from, to]: UnitRange, { column, units }: Axis): boolean {
  return column.values.every((value, index) => {
    if (value === null) return true;
    const unit = units[index] ?? Number.NaN;
    return passes(brush, value) === (unit >= from && unit <= to);
  });
}
