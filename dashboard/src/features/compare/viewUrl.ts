import { distinct, cellKey } from './cells';
import {
  SHOWN,
  TABS,
  type AxisView,
  type Brush,
  type Column,
  type Comparison,
  type ScaleKind,
  type ViewState,
} from './types';

export const DEFAULT_VIEW: ViewState = {
  tab: 'parallel',
  objective: null,
  colour: null,
  show: 'all',
  pareto: null,
  axes: null,
  brushes: {},
  pinned: [],
  sort: null,
  curve: null,
  logCurve: false,
  x: null,
  y: null,
};

/** The view as the page's search parameters; what has its default value is left out. */
export type ViewSearch = Record<string, string | number>;

const BRUSH = 'b.';
const SCALES: readonly string[] = ['linear', 'log', 'category'] satisfies ScaleKind[];
const NONE = '~none';

/** Reads search parameters of any origin; what can't be read keeps its default. */
export function viewFromSearch(search: Readonly<Record<string, unknown>>): ViewState {
  const text = (key: string) => asText(search[key]);
  const brushes: Record<string, Brush> = {};
  for (const key of Object.keys(search)) {
    const brush = key.startsWith(BRUSH) ? parseBrush(text(key) ?? '') : null;
    if (brush !== null) brushes[key.slice(BRUSH.length)] = brush;
  }
  const axes = text('axes');
  return {
    tab: TABS.find((tab) => tab === search.tab) ?? 'parallel',
    objective: text('obj'),
    colour: text('color'),
    show: SHOWN.find((show) => show === search.show) ?? 'all',
    pareto: text('pareto'),
    axes: axes === null ? null : axes.split(',').flatMap((item) => parseAxis(item) ?? []),
    brushes,
    pinned: parsePins(text('pin')),
    sort: parseSort(text('sort')),
    curve: text('curve'),
    logCurve: text('logy') === '1',
    x: text('x'),
    y: text('y'),
  };
}

export function viewToSearch(view: ViewState): ViewSearch {
  const search: ViewSearch = {};
  if (view.tab !== 'parallel') search.tab = view.tab;
  if (view.objective !== null) search.obj = view.objective;
  if (view.colour !== null) search.color = view.colour;
  if (view.show !== 'all') search.show = view.show;
  if (view.pareto !== null) search.pareto = view.pareto;
  if (view.axes !== null) search.axes = view.axes.map(axisText).join(',');
  for (const [name, brush] of Object.entries(view.brushes)) search[BRUSH + name] = brushText(brush);
  const [pin, ...more] = view.pinned;
  // The router would put the digits of a text into quotes.
  if (pin !== undefined) search.pin = more.length === 0 ? pin : view.pinned.join(',');
  if (view.sort !== null) search.sort = (view.sort.descending ? '-' : '') + view.sort.key;
  if (view.curve !== null) search.curve = view.curve;
  if (view.logCurve) search.logy = 1;
  if (view.x !== null) search.x = view.x;
  if (view.y !== null) search.y = view.y;
  return search;
}

/** Routers parse `?pin=3` into a number and `?b.x=true` into a boolean: back to text. */
function asText(value: unknown): string | null {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}

function parsePins(text: string | null): number[] {
  const numbers = (text ?? '')
    .split(',')
    .filter((part) => /^\d+$/.test(part))
    .map(Number);
  return [...new Set(numbers)];
}

function parseSort(text: string | null): ViewState['sort'] {
  if (text === null || text === '' || text === '-') return null;
  return text.startsWith('-')
    ? { key: text.slice(1), descending: true }
    : { key: text, descending: false };
}

function axisText({ name, scale, invert, clip }: AxisView): string {
  const flags = [scale, invert === true && 'inv', clip === false && 'noclip'].filter(Boolean);
  return [encode(name), ...flags].join(':');
}

function parseAxis(text: string): AxisView | null {
  const [encoded = '', ...flags] = text.split(':');
  const name = decode(encoded);
  if (name === null || name === '') return null;
  const axis: AxisView = { name };
  const scale = flags.find((flag) => SCALES.includes(flag));
  if (scale !== undefined) axis.scale = scale as ScaleKind;
  if (flags.includes('inv')) axis.invert = true;
  if (flags.includes('noclip')) axis.clip = false;
  return axis;
}

/** `0.01..0.1`, `..3` (no lower end), `=adam|sgd`; `~none` adds the runs without a value. */
export function brushText(brush: Brush): string {
  const none = brush.none ? NONE : '';
  if (brush.kind === 'set') return `=${brush.values.map(encode).join('|')}${none}`;
  return `${brush.low ?? ''}..${brush.high ?? ''}${none}`;
}

export function parseBrush(text: string): Brush | null {
  const none = text.endsWith(NONE);
  const body = none ? text.slice(0, -NONE.length) : text;
  if (body.startsWith('=')) {
    const values = body
      .slice(1)
      .split('|')
      .filter((part) => part !== '')
      .map(decode);
    return { kind: 'set', values: values.filter((value) => value !== null), none };
  }
  const [low, high, ...more] = body.split('..').map(parseEnd);
  if (low === undefined || high === undefined || more.length > 0) return null;
  if (Number.isNaN(low) || Number.isNaN(high)) return null;
  if (low !== null && high !== null && low > high)
    return { kind: 'range', low: high, high: low, none };
  return { kind: 'range', low, high, none };
}

function parseEnd(text: string): number | null {
  if (text === '') return null;
  const value = Number(text);
  return Number.isFinite(value) ? value : Number.NaN;
}

function encode(text: string): string {
  return encodeURIComponent(text).replaceAll('~', '%7E');
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null; // A hand-made address with a stray percent sign.
  }
}

/** Drops what this batch doesn't have: a lost axis or range must never hide every run. */
export function validView(view: ViewState, data: Comparison): ViewState {
  const column = (name: string) => data.columns.find((candidate) => candidate.name === name);
  const known = (name: string | null) =>
    name !== null && column(name) !== undefined ? name : null;
  const axes = view.axes?.filter(
    ({ name }, place, all) =>
      known(name) !== null && all.findIndex((axis) => axis.name === name) === place,
  );
  const brushes = Object.entries(view.brushes).filter(([name, brush]) => {
    const found = column(name);
    return found !== undefined && fits(brush, found);
  });
  const numbers = new Set(data.runs.map((run) => run.number));
  return {
    ...view,
    objective: known(view.objective),
    colour: known(view.colour),
    pareto: known(view.pareto),
    x: known(view.x),
    y: known(view.y),
    axes: axes === undefined || axes.length === 0 ? null : axes,
    brushes: Object.fromEntries(brushes),
    pinned: view.pinned.filter((number) => numbers.has(number)),
  };
}

/** A range needs numbers, a set at least one value that exists (or the runs without one). */
function fits(brush: Brush, column: Column): boolean {
  if (brush.kind === 'range') return column.type === 'number';
  const keys = new Set(distinct(column.values).map(cellKey));
  return brush.none || brush.values.some((value) => keys.has(value));
}
