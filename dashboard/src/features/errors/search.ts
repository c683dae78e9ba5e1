import { textParam } from '@/components/searchParams';
import type { ErrorView, Range } from './filter';
import { lassoText, parseLasso } from './lasso';

/** The view in its shortest form, as search parameters of a run's page. */
export interface ErrorSearch {
  by?: string;
  seg?: string;
  res?: string;
  act?: string;
  pred?: string;
  lasso?: string;
  cell?: string;
}

/** Search parameters of any origin, those that can't be read left out. */
export function errorsSearch(raw: Record<string, unknown>): ErrorSearch {
  return viewToSearch(viewFromSearch(raw));
}

export function viewFromSearch(raw: Readonly<Record<string, unknown>>): ErrorView {
  const segment = pair(textParam(raw.seg));
  const cell = pair(textParam(raw.cell));
  const classOf = cell === null ? null : placeOf(cell.name);
  return {
    by: textParam(raw.by) ?? null,
    segment: segment === null ? null : { column: segment.name, place: segment.place },
    residual: parseRange(textParam(raw.res)),
    actual: parseRange(textParam(raw.act)),
    predicted: parseRange(textParam(raw.pred)),
    lasso: parseLasso(textParam(raw.lasso)),
    cell: cell === null || classOf === null ? null : { actual: classOf, predicted: cell.place },
  };
}

export function viewToSearch(view: ErrorView): ErrorSearch {
  const search: ErrorSearch = {};
  if (view.by !== null) search.by = view.by;
  if (view.segment !== null) search.seg = `${view.segment.column}:${view.segment.place}`;
  if (view.residual !== null) search.res = rangeText(view.residual);
  if (view.actual !== null) search.act = rangeText(view.actual);
  if (view.predicted !== null) search.pred = rangeText(view.predicted);
  if (view.lasso !== null) search.lasso = lassoText(view.lasso);
  if (view.cell !== null) search.cell = `${view.cell.actual}:${view.cell.predicted}`;
  return search;
}

function placeOf(text: string): number | null {
  return /^\d{1,4}$/.test(text) ? Number(text) : null;
}

/** `name:3`; the name may hold colons itself. */
function pair(text: string | undefined): { name: string; place: number } | null {
  const cut = text?.lastIndexOf(':') ?? -1;
  if (text === undefined || cut < 1) return null;
  const place = placeOf(text.slice(cut + 1));
  return place === null ? null : { name: text.slice(0, cut), place };
}

/** `-3..5`, `..5`, `-3..`. */
function rangeText({ low, high }: Range): string {
  return `${low ?? ''}..${high ?? ''}`;
}

function parseRange(text: string | undefined): Range | null {
  const [low, high, ...more] = (text ?? '').split('..').map(parseEnd);
  if (low === undefined || high === undefined || more.length > 0) return null;
  if (Number.isNaN(low) || Number.isNaN(high) || (low === null && high === null)) return null;
  return low !== null && high !== null && low > high ? { low: high, high: low } : { low, high };
}

function parseEnd(text: string): number | null {
  if (text === '') return null;
  const value = Number(text);
  return Number.isFinite(value) ? value : NaN;
}
