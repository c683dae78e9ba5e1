import { buildAxis, type Axis, type Formats } from './axis';
import { isBrushed } from './brush';
import { findPareto, type Pareto } from './pareto';
import { bestTenth, chooseObjective, rankRuns, type Objective, type Ranking } from './ranking';
import type { AxisView, Column, Comparison, Show, ViewState } from './types';

/** plotly's shader holds no more axes than this. */
export const MAX_AXES = 60;
/** More lines than this are sampled: the best and the rest evenly. */
export const MAX_LINES = 5000;
const DEFAULT_PARAMETERS = 12;

/** Everything the plot, its overlay, the table and the export share. Arrays are aligned by run index. */
export interface Parallel {
  data: Comparison;
  ranking: Ranking | null;
  /** Null where nothing can be weighed against the objective. */
  pareto: Pareto | null;
  /** Visible axes from left to right, the objective last. */
  axes: readonly Axis[];
  /** The axis whose positions colour the lines; it need not be visible. */
  colour: Axis | null;
  /** Indexes of the runs that are drawn, in the order of their lines. */
  drawn: readonly number[];
  /** Why the other runs are not drawn; all counts are shown. */
  left: { show: number; hiddenBrush: number; sampled: number };
}

export interface ParallelOptions {
  formats: Formats;
  /** Whether the search lists a parameter's values (true) or gives a range (false). */
  listed?: Readonly<Record<string, boolean>>;
}

type Layout = Pick<ViewState, 'objective' | 'colour' | 'show' | 'pareto' | 'axes'>;

/** Lays a comparison out for drawing. Pure; brushes only matter where their axis is hidden. */
export function toParallel(
  data: Comparison,
  view: Layout & Pick<ViewState, 'brushes'>,
  options: ParallelOptions,
): Parallel {
  return withoutHidden(layOut(data, view, options), view.brushes);
}

/** `toParallel` before any brush. */
export function layOut(
  data: Comparison,
  view: Layout,
  { formats, listed = {} }: ParallelOptions,
): Parallel {
  const objective = chooseObjective(data, view.objective);
  const ranking = objective === null ? null : rankRuns(data, objective);
  const pareto = findPareto(data, objective, view.pareto);
  const build = (column: Column): Axis =>
    buildAxis({
      column,
      runs: data.runs,
      objective: column === objective?.column,
      direction: column === objective?.column ? objective.direction : column.direction,
      view: view.axes?.find(({ name }) => name === column.name),
      listed: listed[column.name] ?? null,
      formats,
    });
  const axes = visibleColumns(data, view.axes, objective).map(build);
  const coloured = data.columns.find(({ name }) => name === view.colour) ?? objective?.column;
  const colour =
    axes.find(({ column }) => column === coloured) ??
    (coloured === undefined ? null : build(coloured));
  const shown = shownRuns({ ranking, pareto }, view.show) ?? data.runs.map((_, index) => index);
  return { data, ranking, pareto, axes, colour, ...chooseLines(data, shown, ranking) };
}

/**
 * plotly can't grey out the lines that a brush of a hidden axis excludes, so these aren't drawn.
 * Returns the same object when there is no such brush.
 */
export function withoutHidden(parallel: Parallel, brushes: ViewState['brushes']): Parallel {
  const { data, axes, drawn, left } = parallel;
  const visible = new Set(axes.map(({ column }) => column.name));
  const hidden = Object.entries(brushes).filter(([name]) => !visible.has(name));
  if (hidden.length === 0) return parallel;
  const passing = isBrushed(data, Object.fromEntries(hidden));
  const shown = drawn.filter((index) => passing[index]);
  return { ...parallel, drawn: shown, left: { ...left, hiddenBrush: drawn.length - shown.length } };
}

/** The columns to draw in order. By default parameters, run times and the objective. */
export function visibleColumns(
  data: Comparison,
  axes: readonly AxisView[] | null,
  objective: Objective | null,
): Column[] {
  const others = data.columns.filter((column) => column !== objective?.column);
  const chosen =
    axes === null
      ? defaultColumns(others, data.importance)
      : axes.flatMap(({ name }) => others.find((column) => column.name === name) ?? []);
  const last = objective === null ? [] : [objective.column];
  return [...chosen.slice(0, MAX_AXES - last.length), ...last];
}

function defaultColumns(others: readonly Column[], importance: Comparison['importance']): Column[] {
  const parameters = others.filter(({ role }) => role === 'parameter');
  if (parameters.length === 0) return [...others];
  // Other measures of quality mostly repeat the objective; what a run costs is another question.
  // One time is enough: a run's CPU time tells much the same as its time on the clock.
  const times = others.filter(({ role, unit }) => role === 'metric' && unit === 's').slice(0, 1);
  if (parameters.length <= DEFAULT_PARAMETERS) return [...parameters, ...times];
  const weight = new Map(importance?.map(({ name, value }) => [name, value]));
  const kept = new Set(
    [...parameters]
      .sort((a, b) => (weight.get(b.name) ?? 0) - (weight.get(a.name) ?? 0))
      .slice(0, DEFAULT_PARAMETERS),
  );
  return parameters.filter((column) => kept.has(column));
}

/** Indexes of the runs that a choice of "Show" leaves, best first; null means every run. */
export function shownRuns(
  { ranking, pareto }: Pick<Parallel, 'ranking' | 'pareto'>,
  show: Show,
): readonly number[] | null {
  if (show === 'best10') return ranking === null ? null : bestTenth(ranking);
  return show === 'pareto' ? (pareto?.front ?? null) : null;
}

function chooseLines(
  data: Comparison,
  shown: readonly number[],
  ranking: Ranking | null,
): Pick<Parallel, 'drawn' | 'left'> {
  const drawn = sample(shown, ranking).sort((a, b) => a - b);
  const left = {
    show: data.runs.length - shown.length,
    hiddenBrush: 0,
    sampled: shown.length - drawn.length,
  };
  return { drawn, left };
}

/** At most `MAX_LINES` runs: a fifth of them the best ones, the others evenly spread. */
function sample(indexes: readonly number[], ranking: Ranking | null): number[] {
  if (indexes.length <= MAX_LINES) return [...indexes];
  const available = new Set(indexes);
  const best = (ranking?.order ?? [])
    .filter((index) => available.has(index))
    .slice(0, MAX_LINES / 5);
  const kept = new Set(best);
  const rest = indexes.filter((index) => !kept.has(index));
  const room = MAX_LINES - best.length;
  for (let place = 0; place < room; place += 1) {
    const index = rest[Math.floor((place * rest.length) / room)];
    if (index !== undefined) kept.add(index);
  }
  return [...kept];
}

/** Indexes for the colour scale: 0 is "no value", else 0.1 (bottom of the axis) to 1 (its top). */
export function lineColours(parallel: Parallel): number[] {
  return parallel.drawn.map((index) => runColour(parallel, index));
}

/** The same of one run, drawn or not. */
export function runColour({ colour }: Pick<Parallel, 'colour'>, index: number): number {
  const value = colour?.column.values[index] ?? null;
  const unit = colour?.units[index];
  if (value === null || unit === undefined) return 0;
  const bottom = colour?.noneAt === null ? 0.02 : 0.12;
  const share = Math.min(1, Math.max(0, (unit - bottom) / (0.98 - bottom)));
  return 0.1 + 0.9 * share;
}
