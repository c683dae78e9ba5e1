/** Where outliers are gathered: the far side of every value past `at` (`at` itself stays). */
export interface Clip {
  side: 'low' | 'high';
  at: number;
  first: number;
  last: number;
}

const SHARE = 0.95;
const FEWEST = 20;

/**
 * The clip at the 95th percentile towards the worst side, or null where no outlier flattens the axis:
 * fewer than 20 values, or a far end that would take less than a third of it.
 */
export function outlierClip(values: readonly number[], worst: 'low' | 'high'): Clip | null {
  if (values.length < FEWEST) return null;
  const sorted = [...values].sort((a, b) => (worst === 'high' ? a - b : b - a));
  const place = Math.ceil(SHARE * sorted.length) - 1;
  const [best, at, last] = [sorted[0], sorted[place], sorted.at(-1)];
  if (best === undefined || at === undefined || last === undefined) return null;
  const first = sorted.find((value) => (worst === 'high' ? value > at : value < at));
  const body = Math.abs(at - best);
  if (first === undefined || body === 0 || Math.abs(last - at) < body / 2) return null;
  return { side: worst, at, first, last };
}

/** Whether `value` lies beyond the clip; never without one. */
export function isPast(clip: Clip | null, value: number): boolean {
  if (clip === null) return false;
  return clip.side === 'high' ? value > clip.at : value < clip.at;
}
