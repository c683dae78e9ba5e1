import type { Segmenting } from '@/api/types';
import { isInside, type Lasso } from './lasso';

/** Both ends belong to the range; null is open. */
export interface Range {
  low: number | null;
  high: number | null;
}

/** What the page shows, as the address holds it. */
export interface ErrorView {
  /** The column whose segments are drawn; null means the first. */
  by: string | null;
  /** One segment of one column, by its position. */
  segment: { column: string; place: number } | null;
  residual: Range | null;
  actual: Range | null;
  predicted: Range | null;
  lasso: Lasso | null;
  /** A cell of the confusion matrix, by the positions of its classes. */
  cell: { actual: number; predicted: number } | null;
}

/** What a chart can filter by; a chart leaves its own filter out of what it shows. */
export type FilterPart = 'segment' | 'residual' | 'box' | 'lasso' | 'cell';

export const NO_FILTER = {
  segment: null,
  residual: null,
  actual: null,
  predicted: null,
  lasso: null,
  cell: null,
} as const satisfies Omit<ErrorView, 'by'>;

/** The parts of `view` that filter. */
export function filtersOf(view: ErrorView): FilterPart[] {
  const parts: FilterPart[] = [];
  if (view.segment !== null) parts.push('segment');
  if (view.residual !== null) parts.push('residual');
  if (view.actual !== null || view.predicted !== null) parts.push('box');
  if (view.lasso !== null) parts.push('lasso');
  if (view.cell !== null) parts.push('cell');
  return parts;
}

/** What the filters look at, per point. */
export interface Filterable {
  count: number;
  residual: readonly (number | null)[];
  actual: readonly (number | null)[];
  predicted: readonly (number | null)[];
  /** Position of the true and of the predicted class. */
  classes: { actual: readonly number[]; predicted: readonly number[] } | null;
  segmentings: readonly Segmenting[];
}

/**
 * Per point whether it passes every filter but those of `except`; null when no filter is left, which
 * means all of them.
 */
export function selectPoints(
  points: Filterable,
  view: ErrorView,
  except: FilterPart | null = null,
): boolean[] | null {
  const parts = filtersOf(view).filter((part) => part !== except);
  if (parts.length === 0) return null;
  const codes = points.segmentings.find(({ name }) => name === view.segment?.column)?.codes;
  const tests: Record<FilterPart, (at: number) => boolean> = {
    segment: (at) => codes?.[at] === view.segment?.place,
    residual: (at) => within(points.residual[at], view.residual),
    box: (at) =>
      within(points.actual[at], view.actual) && within(points.predicted[at], view.predicted),
    lasso: view.lasso === null ? () => true : isInside(points, view.lasso),
    cell: (at) =>
      points.classes?.actual[at] === view.cell?.actual &&
      points.classes?.predicted[at] === view.cell?.predicted,
  };
  return Array.from({ length: points.count }, (_, at) => parts.every((part) => tests[part](at)));
}

function within(value: number | null | undefined, range: Range | null): boolean {
  if (range === null) return true;
  if (value === null || value === undefined) return false;
  return (range.low === null || value >= range.low) && (range.high === null || value <= range.high);
}

/** Drops what this analysis doesn't have, so that an old link never hides every row. */
export function validView(view: ErrorView, points: Filterable): ErrorView {
  const named = (name: string | null) => points.segmentings.find((one) => one.name === name);
  const segment = view.segment;
  const known = segment !== null && named(segment.column)?.segments[segment.place] !== undefined;
  const ofClasses = points.classes !== null;
  return {
    by: named(view.by) === undefined ? null : view.by,
    segment: known ? segment : null,
    residual: ofClasses ? null : view.residual,
    actual: ofClasses ? null : view.actual,
    predicted: ofClasses ? null : view.predicted,
    lasso: ofClasses ? null : view.lasso,
    cell: ofClasses ? view.cell : null,
  };
}

/** The same filter again takes it away. */
export function toggleSegment(view: ErrorView, column: string, place: number): ErrorView {
  const same = view.segment?.column === column && view.segment.place === place;
  return { ...view, segment: same ? null : { column, place } };
}

export function toggleCell(view: ErrorView, actual: number, predicted: number): ErrorView {
  const same = view.cell?.actual === actual && view.cell.predicted === predicted;
  return { ...view, cell: same ? null : { actual, predicted } };
}

export function toggleResidual(view: ErrorView, range: Range): ErrorView {
  const same = view.residual?.low === range.low && view.residual.high === range.high;
  return { ...view, residual: same ? null : range };
}
