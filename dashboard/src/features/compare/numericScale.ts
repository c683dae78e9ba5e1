import { isPast, type Clip } from './clip';
import type { ScaleKind } from './types';

/**
 * A continuous, strictly monotonic map of numbers onto part of an axis, made of segments. The main
 * segment is linear or logarithmic. Narrow ones beside it hold what it cannot show: values of zero or
 * less on a log axis, and outliers past the clip. Because order is kept everywhere, an interval of
 * values is an interval of the axis, so a brush means the same in the plot and in the table.
 */
export interface NumericScale {
  kind: Exclude<ScaleKind, 'category'>;
  segments: readonly Segment[];
  /** True when larger values are lower on the axis. */
  flipped: boolean;
  zone: Zone;
}

export interface Segment {
  kind: 'main' | 'clip' | 'nonpositive';
  log: boolean;
  low: number;
  high: number;
  from: number;
  to: number;
}

/** The part of an axis (0 bottom, 1 top) that values may use. */
export interface Zone {
  bottom: number;
  top: number;
}

const SIDE_WIDTH = 0.03;
const SIDE_GAP = 0.05;

interface Options {
  kind: 'linear' | 'log';
  values: readonly number[];
  clip: Clip | null;
  flipped: boolean;
  zone: Zone;
}

/** Builds the scale of `values` (at least one); a log scale needs one positive value. */
export function numericScale({ kind, values, clip, flipped, zone }: Options): NumericScale {
  const log = kind === 'log';
  const sides: Side[] = [];
  let shown = values;
  if (log) {
    const rest = values.filter((value) => value <= 0);
    shown = values.filter((value) => value > 0);
    if (rest.length > 0)
      sides.push(side('nonpositive', 'low', Math.min(...rest), Math.max(...rest)));
  }
  if (clip !== null) {
    shown = shown.filter((value) => !isPast(clip, value));
    const low = Math.min(clip.first, clip.last);
    sides.push(side('clip', clip.side, low, Math.max(clip.first, clip.last)));
  }
  const [low, high] = widen(Math.min(...shown), Math.max(...shown), log);
  return { kind, flipped, zone, segments: place(sides, { kind: 'main', log, low, high }, zone) };
}

interface Side {
  kind: 'clip' | 'nonpositive';
  end: 'low' | 'high';
  low: number;
  high: number;
}

function side(kind: Side['kind'], end: Side['end'], low: number, high: number): Side {
  return { kind, end, low, high };
}

/** Lays side segments out before and after the main one, in order of value. */
function place(
  sides: readonly Side[],
  main: Pick<Segment, 'kind' | 'log' | 'low' | 'high'>,
  zone: Zone,
): Segment[] {
  let { bottom, top } = zone;
  const before: Segment[] = [];
  const after: Segment[] = [];
  for (const { kind, end, low, high } of sides) {
    const width = low === high ? 0 : SIDE_WIDTH;
    if (end === 'low') {
      before.push({ kind, log: false, low, high, from: bottom, to: bottom + width });
      bottom += width + SIDE_GAP;
    } else {
      after.unshift({ kind, log: false, low, high, from: top - width, to: top });
      top -= width + SIDE_GAP;
    }
  }
  return [...before, { ...main, from: bottom, to: top }, ...after];
}

/** A constant gets room around it, so that it sits in the middle of its axis. */
function widen(low: number, high: number, log: boolean): [number, number] {
  if (low < high) return [low, high];
  if (log) return [low / 2, high * 2];
  const room = low === 0 ? 1 : Math.abs(low) * 0.1;
  return [low - room, high + room];
}

/** How far beyond the outermost segment a value outside the data is put. */
const BEYOND = 0.01;

/** Position on the axis (0 bottom, 1 top). Values outside the data land just beyond its ends. */
export function unitOf(scale: NumericScale, value: number): number {
  return flip(scale, forward(scale.segments, value));
}

function forward(segments: readonly Segment[], value: number): number {
  let before: Segment | null = null;
  for (const segment of segments) {
    if (value < segment.low) {
      return before === null ? segment.from - BEYOND : between(gap(before, segment), value);
    }
    if (value <= segment.high) return between(segment, value);
    before = segment;
  }
  return (before?.to ?? 0) + BEYOND;
}

/** The value at a position, the inverse of `unitOf` between the ends of the data. */
export function valueAt(scale: NumericScale, unit: number): number {
  const at = flip(scale, unit);
  let before: Segment | null = null;
  for (const segment of scale.segments) {
    if (at < segment.from) return before === null ? segment.low : valueIn(gap(before, segment), at);
    if (at <= segment.to) return valueIn(segment, at);
    before = segment;
  }
  return before?.high ?? Number.NaN;
}

type Piece = Omit<Segment, 'kind'>;

/** What lies between two segments: no data, but brush ends may. */
function gap(before: Segment, after: Segment): Piece {
  return { log: false, low: before.high, high: after.low, from: before.to, to: after.from };
}

function between({ log, low, high, from, to }: Piece, value: number): number {
  if (low === high) return from;
  const share = log ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
  return from + share * (to - from);
}

function valueIn({ log, low, high, from, to }: Piece, at: number): number {
  if (from === to) return low;
  const share = (at - from) / (to - from);
  return log ? low * (high / low) ** share : low + share * (high - low);
}

/** Lowest and highest position that data can have. */
export function extent(scale: NumericScale): [number, number] {
  const { segments } = scale;
  const ends = [segments[0]?.from ?? 0, segments.at(-1)?.to ?? 1].map((at) => flip(scale, at));
  return [Math.min(...ends), Math.max(...ends)];
}

function flip({ flipped, zone }: NumericScale, unit: number): number {
  return flipped ? zone.bottom + zone.top - unit : unit;
}
