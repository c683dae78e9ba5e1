import { formatLiteral } from '@/i18n/format';
import type { Cell } from './types';

/**
 * A config value as short literal text, never localised: 128, 0.05, 1.9e-3.
 * A sampled number keeps four digits; its exact value belongs into a tooltip.
 */
export function shortLiteral(value: Cell): string {
  if (typeof value !== 'number' || Number.isInteger(value)) return formatLiteral(value);
  return formatLiteral(Number(value.toPrecision(4)));
}

/** Identifies a value in a set brush and on a category axis. */
export function cellKey(value: number | string): string {
  return String(value);
}

/** JSON of any shape as a cell: NaN and infinities are no value, lists and booleans are text. */
export function toCell(value: unknown): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value === 'string') return value;
  return JSON.stringify(value);
}

const collator = new Intl.Collator('en', { numeric: true });

/** Numbers by size, then text in natural order; the same in every language. */
export function compareCells(a: number | string, b: number | string): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'number') return -1;
  if (typeof b === 'number') return 1;
  return collator.compare(a, b);
}

export function distinct(values: readonly Cell[]): (number | string)[] {
  const seen = new Set<number | string>();
  for (const value of values) if (value !== null) seen.add(value);
  return [...seen].sort(compareCells);
}

export function numbersOf(values: readonly Cell[]): number[] {
  return values.filter((value): value is number => typeof value === 'number');
}
