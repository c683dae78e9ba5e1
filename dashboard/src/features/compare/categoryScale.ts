import { cellKey, compareCells } from './cells';
import type { Zone } from './numericScale';

/** A scale with one band per distinct value; runs are spread a little inside their band. */
export interface CategoryScale {
  kind: 'category';
  /** From the bottom of the axis to its top. */
  categories: readonly Category[];
  /** How far from its band's middle a run may be drawn. */
  spread: number;
  /** Half the width of a band, spread and a little room; bands never touch. */
  half: number;
  index: ReadonlyMap<string, Category>;
}

export interface Category {
  key: string;
  value: number | string;
  at: number;
}

/** Room between the outermost bands and the ends of the zone, in steps. */
const MARGIN = 0.3;
const SPREAD = 0.11;
const WIDEST = 0.03;
const ROOM = 0.1;
const WIDEST_ROOM = 0.004;

/** Numbers rise from the bottom as on any axis; text reads from the top down unless inverted. */
export function categoryScale(
  values: readonly (number | string)[],
  inverted: boolean,
  zone: Zone,
): CategoryScale {
  const sorted = [...values].sort(compareCells);
  const textual = sorted.some((value) => typeof value === 'string');
  if (textual !== inverted) sorted.reverse();
  const step = (zone.top - zone.bottom) / Math.max(sorted.length - 1 + 2 * MARGIN, 1);
  const start = sorted.length === 1 ? (zone.bottom + zone.top) / 2 : zone.bottom + MARGIN * step;
  const categories = sorted.map((value, place) => ({
    key: cellKey(value),
    value,
    at: start + place * step,
  }));
  const index = new Map(categories.map((category) => [category.key, category]));
  const spread = Math.min(SPREAD * step, WIDEST);
  const half = spread + Math.min(ROOM * step, WIDEST_ROOM);
  return { kind: 'category', categories, spread, half, index };
}

/** Where a run's value is drawn: its band's middle, moved by a fixed amount that its number gives. */
export function categoryUnit(
  scale: CategoryScale,
  value: number | string,
  runNumber: number,
): number | null {
  const category = scale.index.get(cellKey(value));
  if (category === undefined) return null;
  const jitter = (((runNumber * 37) % 21) - 10) / 10;
  return category.at + jitter * scale.spread;
}
