import type { Data } from 'plotly.js';
import type { PointDensity } from '@/api/types';
import { translucent } from '@/charts/colour';
import type { Figure } from '@/charts/PlotHost';
import type { Range } from '../filter';
import type { Lasso } from '../lasso';
import { normalDensity } from '../statistics';
import {
  accent,
  area,
  extent,
  layoutOf,
  line,
  outline,
  titled,
  type DragTool,
  type Look,
} from './frame';

interface HistogramOptions extends Look {
  edges: readonly number[];
  /** Of everything; drawn pale once a part is chosen. */
  counts: readonly number[];
  /** Of the rows that other charts' filters leave, or null without one. */
  part: readonly number[] | null;
  /** Of the rows in front. */
  rows: number;
  mean: number | null;
  std: number | null;
  /** The range this chart filters by. */
  range: Range | null;
  words: { x: string; y: string; mean: string };
}

const CURVE_POINTS = 96;

/** Bars of the residuals with the normal curve of the same mean and deviation, and the mean. */
export function histogramFigure(options: HistogramOptions): Figure {
  const { edges, counts, part, mean, range, words, theme } = options;
  const centres = counts.map((_, at) => ((edges[at] ?? 0) + (edges[at + 1] ?? 0)) / 2);
  const width = counts.map((_, at) => (edges[at + 1] ?? 0) - (edges[at] ?? 0));
  const bars = (y: readonly number[], color: string): Data => ({
    type: 'bar',
    x: centres,
    y: [...y],
    width,
    customdata: centres.map((_, at) => [edges[at] ?? 0, edges[at + 1] ?? 0]),
    marker: { color, line: { color: theme.surface, width: 1 } },
    hovertemplate: '%{customdata[0]:.4~g} … %{customdata[1]:.4~g}: %{y}<extra></extra>',
  });
  const data = [bars(counts, part === null ? accent(options) : theme.context.color)];
  if (part !== null) data.push(bars(part, accent(options)));
  data.push(...normalCurve(options));
  const layout = layoutOf(options, titled(words.x), { ...titled(words.y), rangemode: 'tozero' });
  return {
    data,
    layout: {
      ...layout,
      margin: { ...layout.margin, t: 20 },
      barmode: 'overlay',
      bargap: 0,
      hovermode: 'x',
      dragmode: options.drag ? 'select' : false,
      selectdirection: 'h',
      shapes: [...area(options, range, null), ...meanLine(options)],
      annotations: mean === null ? [] : [meanNote(options, mean)],
    },
  };
}

function normalCurve({ edges, rows, mean, std, theme }: HistogramOptions): Data[] {
  const [first, last] = [edges[0], edges.at(-1)];
  if (first === undefined || last === undefined || mean === null || !std) return [];
  const width = (last - first) / (edges.length - 1);
  const x = Array.from(
    { length: CURVE_POINTS + 1 },
    (_, at) => first + ((last - first) * at) / CURVE_POINTS,
  );
  return [
    {
      type: 'scatter',
      mode: 'lines',
      x,
      y: x.map((value) => rows * width * normalDensity(value, mean, std)),
      line: { color: theme.text2, width: 1.6, dash: 'dot' },
      hoverinfo: 'skip',
    },
  ];
}

function meanLine(options: HistogramOptions) {
  const { mean, theme } = options;
  if (mean === null) return [];
  return [
    line(
      options,
      { x0: mean, x1: mean, y0: 0, y1: 1 },
      { color: theme.best, width: 2, dash: 'solid' },
      { yref: 'paper' },
    ),
  ];
}

function meanNote({ edges, words, theme }: HistogramOptions, mean: number) {
  const middle = ((edges[0] ?? 0) + (edges.at(-1) ?? 0)) / 2;
  // On the side with more room.
  const left = mean > middle;
  return {
    x: mean,
    y: 1,
    yref: 'paper' as const,
    yanchor: 'bottom' as const,
    xanchor: left ? ('right' as const) : ('left' as const),
    showarrow: false,
    text: words.mean,
    font: { color: theme.best, size: 11 },
  };
}

export interface PointsOptions extends Look {
  index: readonly number[];
  /** Points that pass the filters; null means all. */
  mask: readonly boolean[] | null;
  tool: DragTool;
  lasso: Lasso | null;
}

interface ScatterOptions extends PointsOptions {
  actual: readonly (number | null)[];
  predicted: readonly (number | null)[];
  /** Of all rows, when the points are only a sample of them. */
  density: PointDensity | null;
  box: { actual: Range | null; predicted: Range | null };
  words: { x: string; y: string; row: string };
}

/** Actual against predicted in equal scales, with the line where both are the same. */
export function scatterFigure(options: ScatterOptions): Figure {
  const { actual, predicted, density, mask, box, words } = options;
  const dense = density !== null && mask === null;
  const range = dense
    ? extent([...density.actual_edges, ...density.predicted_edges], 0)
    : extent([...actual, ...predicted]);
  const [low, high] = range;
  const axis = { range, constrain: 'domain' as const };
  const layout = layoutOf(
    options,
    { ...axis, ...titled(words.x) },
    { ...axis, ...titled(words.y), scaleanchor: 'x', scaleratio: 1 },
  );
  return {
    data: dense
      ? [densityTrace(density, options)]
      : pointTraces(
          options,
          actual,
          predicted,
          `${words.row} %{customdata}: %{x:.4~g} → %{y:.4~g}`,
        ),
    layout: {
      ...layout,
      dragmode: options.drag ? options.tool : false,
      shapes: [
        line(options, { x0: low, x1: high, y0: low, y1: high }),
        ...area(options, box.actual, box.predicted),
        ...outline(options, options.lasso, 'actual'),
      ],
    },
  };
}

/** Colours by the logarithm, so that single rows show beside thousands; empty cells stay clear. */
function densityTrace(density: PointDensity, look: Look): Data {
  const [rows, columns] = [density.actual_edges.length - 1, density.predicted_edges.length - 1];
  const at = (predicted: number, actual: number) => density.counts[actual]?.[predicted] ?? 0;
  const cells = Array.from({ length: columns }, (_, predicted) =>
    Array.from({ length: rows }, (_, actual) => at(predicted, actual)),
  );
  const color = accent(look);
  return {
    type: 'heatmap',
    x: [...density.actual_edges],
    y: [...density.predicted_edges],
    z: cells.map((row) => row.map((count) => (count === 0 ? null : Math.log10(count)))),
    customdata: cells,
    zmin: 0,
    colorscale: [
      [0, translucent(color, 0.22)],
      [1, color],
    ],
    showscale: false,
    hoverongaps: false,
    hovertemplate: '%{customdata}<extra></extra>',
  };
}

const MANY_POINTS = 300;

/** The points, those that are filtered away pale and those that are chosen in front. */
export function pointTraces(
  options: PointsOptions,
  x: readonly (number | null)[],
  y: readonly (number | null)[],
  hover: string,
): Data[] {
  const { index, mask, theme } = options;
  const trace = (keep: (at: number) => boolean, marker: object): Data => {
    const places = index.map((_, at) => at).filter(keep);
    return {
      type: 'scatter',
      mode: 'markers',
      x: places.map((at) => x[at] ?? null),
      y: places.map((at) => y[at] ?? null),
      customdata: places.map((at) => index[at] ?? 0),
      marker: { size: 5, ...marker },
      hovertemplate: `${hover}<extra></extra>`,
    };
  };
  if (mask === null) {
    const opacity = index.length > MANY_POINTS ? 0.35 : 0.65;
    return [trace(() => true, { color: accent(options), opacity })];
  }
  return [
    trace((at) => mask[at] !== true, { color: theme.none, opacity: 0.25 }),
    trace((at) => mask[at] === true, {
      color: theme.best,
      symbol: 'diamond',
      size: 6,
      line: { color: theme.surface, width: 0.5 },
    }),
  ];
}
