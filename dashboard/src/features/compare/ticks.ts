import { scaleLinear } from 'd3-scale';
import type { CategoryScale } from './categoryScale';
import { unitOf, type NumericScale, type Segment } from './numericScale';

export interface Tick {
  at: number;
  label: string;
  kind: 'value' | 'clip' | 'nonpositive' | 'none';
}

const CLOSEST = 0.055;
const WANTED = 6;

/** Ticks of a numeric axis. `known` are its distinct values when there are few of them. */
export function numericTicks(
  scale: NumericScale,
  known: readonly number[] | null,
  format: (value: number) => string,
): Tick[] {
  const ticks: Tick[] = [];
  for (const segment of scale.segments) {
    if (segment.kind === 'main') {
      for (const value of mainValues(segment, scale, known)) {
        ticks.push({ at: unitOf(scale, value), label: format(value), kind: 'value' });
      }
    } else ticks.push(sideTick(segment, scale, format));
  }
  return ticks;
}

function sideTick(segment: Segment, scale: NumericScale, format: (value: number) => string): Tick {
  const low = segment === scale.segments[0];
  const value = low ? segment.high : segment.low;
  const one = segment.low === segment.high && segment.kind === 'nonpositive';
  const sign = low ? '≤' : '≥';
  return {
    at: unitOf(scale, value),
    label: one ? format(value) : `${sign} ${format(value)}`,
    kind: segment.kind === 'main' ? 'value' : segment.kind,
  };
}

function mainValues(main: Segment, scale: NumericScale, known: readonly number[] | null): number[] {
  const within = (value: number) => value >= main.low && value <= main.high;
  if (known !== null) {
    const own = known.filter(within);
    if (own.length > 0 && apart(own, scale)) return own;
  }
  const values = main.log
    ? logValues(main.low, main.high)
    : scaleLinear().domain([main.low, main.high]).ticks(WANTED);
  return values.filter(within);
}

function apart(values: readonly number[], scale: NumericScale): boolean {
  return values.every((value, place) => {
    const next = values[place + 1];
    return next === undefined || Math.abs(unitOf(scale, next) - unitOf(scale, value)) >= CLOSEST;
  });
}

/** Powers of ten, thinned when there are many, filled with 2 and 5 when there are few. */
export function logValues(low: number, high: number): number[] {
  const [first, last] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))];
  const every = Math.max(1, Math.ceil((last - first) / 7));
  const within = (value: number) => value >= low && value <= high;
  const values = (digits: number[]) => {
    const found: number[] = [];
    for (let power = first; power <= last; power += every) {
      // Parsed, because 10 ** -5 is not exactly 1e-5.
      found.push(...digits.map((digit) => Number(`${digit}e${power}`)).filter(within));
    }
    return found;
  };
  const powers = values([1]);
  if (powers.length >= 3) return powers;
  const filled = values([1, 2, 5]);
  return filled.length >= 2 ? filled : scaleLinear().domain([low, high]).ticks(4).filter(within);
}

/** One tick per category, or every so many of them where they would overlap. */
export function categoryTicks(
  scale: CategoryScale,
  format: (value: number | string) => string,
): Tick[] {
  const { categories } = scale;
  const [first, second] = categories;
  const step = first !== undefined && second !== undefined ? second.at - first.at : 1;
  const every = Math.max(1, Math.ceil(CLOSEST / step));
  return categories
    .filter((_, place) => place % every === 0)
    .map(({ at, value }) => ({ at, label: format(value), kind: 'value' }));
}
