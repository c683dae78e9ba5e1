import { categoryScale, categoryUnit, type CategoryScale } from './categoryScale';
import { isPast, outlierClip, type Clip } from './clip';
import { distinct, numbersOf } from './cells';
import { numericScale, unitOf, type NumericScale, type Zone } from './numericScale';
import { categoryTicks, numericTicks, type Tick } from './ticks';
import type { AxisView, Cell, Column, Direction, Run, ScaleKind } from './types';

/** One axis of the plot: the scale of a column, its ticks and every run's place on it. */
export interface Axis {
  column: Column;
  direction: Direction | null;
  objective: boolean;
  scale: NumericScale | CategoryScale;
  inverted: boolean;
  /** Position of the runs without a value; null when every run has one. */
  noneAt: number | null;
  /** Per run of the comparison: 0 is the bottom of the axis, 1 its top. */
  units: Float64Array;
  ticks: readonly Tick[];
  clipped: number;
  canLog: boolean;
  canClip: boolean;
}

export interface Formats {
  /** A config value, never localised. */
  literal(value: Cell): string;
  /** A measured value in the user's language. */
  measured(value: number): string;
  noValue: string;
}

export interface AxisOptions {
  column: Column;
  runs: readonly Run[];
  direction: Direction | null;
  objective: boolean;
  view: AxisView | undefined;
  /** Whether the search lists this parameter's values; null when it is not known. */
  listed: boolean | null;
  formats: Formats;
}

const NONE_AT = 0.03;
const FEW = 6;
const KNOWN_TICKS = 8;
const LOG_RATIO = 100;

/** Lays one column out on an axis: no run is left without a place. */
export function buildAxis(options: AxisOptions): Axis {
  const { column, direction, objective, view, formats } = options;
  const numbers = numbersOf(column.values);
  const values = distinct(column.values);
  const hasNone = column.values.includes(null);
  const zone: Zone = { bottom: hasNone ? 0.12 : 0.02, top: 0.98 };
  const outliers = metricClip(column, direction, numbers);
  const kind = chooseScale(options, values, outliers);
  const inverted = view?.invert ?? false;
  const flipped = (direction === 'minimize') !== inverted;
  const clip = view?.clip === false || kind !== 'linear' ? null : outliers;
  const scale =
    kind === 'category'
      ? categoryScale(values, inverted, zone)
      : numericScale({ kind, values: numbers, clip, flipped, zone });
  const noneAt = hasNone ? NONE_AT : null;
  return {
    column,
    direction,
    objective,
    scale,
    inverted,
    noneAt,
    units: placeRuns(options, scale),
    ticks: allTicks(column, scale, noneAt, formats),
    clipped: numbers.filter((value) => isPast(clip, value)).length,
    canLog: column.type === 'number' && numbers.some((value) => value > 0),
    canClip: kind === 'linear' && outliers !== null,
  };
}

function metricClip(
  column: Column,
  direction: Direction | null,
  numbers: readonly number[],
): Clip | null {
  if (column.role !== 'metric') return null;
  return outlierClip(numbers, direction === 'maximize' ? 'low' : 'high');
}

/** The wanted scale where the values allow it: text is always a category, log needs a positive value. */
function chooseScale(
  { column, view, listed }: AxisOptions,
  values: readonly (number | string)[],
  outliers: Clip | null,
): ScaleKind {
  const numbers = values.filter((value) => typeof value === 'number');
  if (numbers.length < values.length || numbers.length === 0) return 'category';
  const inside = numbers.filter((value) => !isPast(outliers, value));
  const wanted = view?.scale ?? defaultScale(column, inside, listed);
  return wanted === 'log' && !numbers.some((value) => value > 0) ? 'linear' : wanted;
}

function defaultScale(
  column: Column,
  values: readonly number[],
  listed: boolean | null,
): ScaleKind {
  if (column.role === 'parameter' && values.length <= FEW) {
    const present = column.values.length;
    if (listed ?? present >= 2 * values.length) return 'category';
  }
  const [low, high] = [values[0] ?? 0, values.at(-1) ?? 0];
  return column.hint === 'log' || (low > 0 && high / low >= LOG_RATIO) ? 'log' : 'linear';
}

function placeRuns(
  { column, runs }: AxisOptions,
  scale: NumericScale | CategoryScale,
): Float64Array {
  return Float64Array.from(runs, (run, index) => {
    const value = column.values[index] ?? null;
    if (value === null) return NONE_AT;
    if (scale.kind === 'category') return categoryUnit(scale, value, run.number) ?? NONE_AT;
    return typeof value === 'number' ? unitOf(scale, value) : NONE_AT;
  });
}

function allTicks(
  column: Column,
  scale: NumericScale | CategoryScale,
  noneAt: number | null,
  formats: Formats,
): Tick[] {
  const format = (value: number | string) =>
    column.role === 'metric' && typeof value === 'number'
      ? formats.measured(value)
      : formats.literal(value);
  const ticks =
    scale.kind === 'category'
      ? categoryTicks(scale, format)
      : numericTicks(scale, fewNumbers(column), format);
  if (noneAt !== null) ticks.push({ at: noneAt, label: formats.noValue, kind: 'none' });
  return ticks;
}

/** A parameter with few distinct values gets its ticks at these values. */
function fewNumbers(column: Column): number[] | null {
  if (column.role !== 'parameter') return null;
  const values = distinct(column.values);
  const numbers = values.filter((value): value is number => typeof value === 'number');
  return numbers.length === values.length && numbers.length <= KNOWN_TICKS ? numbers : null;
}
