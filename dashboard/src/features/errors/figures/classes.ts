import type { Data } from 'plotly.js';
import type { ClassificationAnalysis } from '@/api/types';
import type { Figure } from '@/charts/PlotHost';
import { mixed } from '@/charts/colour';
import { accent, layoutOf, line, titled, type Look } from './frame';

interface ConfusionOptions extends Look {
  classes: readonly string[];
  /** Rows by true class, then by predicted class. */
  counts: readonly (readonly number[])[];
  cell: { actual: number; predicted: number } | null;
  words: { x: string; y: string };
}

/** Rows of the points that pass by true and predicted class; null without a filter. */
export function confusionOf(
  classes: number,
  points: { actual: readonly number[]; predicted: readonly number[] },
  mask: readonly boolean[],
): number[][] {
  const counts = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  points.actual.forEach((actual, at) => {
    const row = counts[actual];
    const predicted = points.predicted[at] ?? -1;
    if (mask[at] === true && row?.[predicted] !== undefined) row[predicted] += 1;
  });
  return counts;
}

/** The confusion matrix; the colour is the share of the true class. */
export function confusionFigure(options: ConfusionOptions): Figure {
  const { classes, counts, cell, words, theme } = options;
  const places = classes.map((_, at) => at);
  const shares = counts.map((row) => {
    const rows = row.reduce((sum, count) => sum + count, 0);
    return row.map((count) => (rows === 0 ? 0 : count / rows));
  });
  const color = accent(options);
  const axis = { tickvals: places, ticktext: classes.map(short), showgrid: false };
  return {
    data: [
      {
        type: 'heatmap',
        x: places,
        y: places,
        z: shares,
        text: counts,
        texttemplate: '%{text}',
        zmin: 0,
        zmax: 1,
        colorscale: [
          [0, mixed(theme.surface, color, 0.06)],
          [1, color],
        ],
        showscale: false,
        xgap: 2,
        ygap: 2,
        hovertemplate: '%{text} · %{z:.1%}<extra></extra>',
      } as unknown as Data,
    ],
    layout: {
      ...layoutOf(
        options,
        { ...axis, ...titled(words.x) },
        { ...axis, ...titled(words.y), autorange: 'reversed' },
      ),
      shapes:
        cell === null
          ? []
          : [
              {
                type: 'rect',
                x0: cell.predicted - 0.5,
                x1: cell.predicted + 0.5,
                y0: cell.actual - 0.5,
                y1: cell.actual + 0.5,
                line: { color: theme.best, width: 3 },
              },
            ],
    },
  };
}

interface CurveOptions extends Look {
  curves: readonly {
    name: string;
    x: readonly number[];
    y: readonly number[];
    rows?: readonly number[];
  }[];
  /** Where a model that knows nothing, or one whose probabilities hold, would be. */
  diagonal: boolean;
  words: { x: string; y: string };
}

const DASHES = ['solid', 'dash', 'dot'] as const;

/** Curves of one class each in a unit square: ROC, precision and recall, calibration. */
export function unitFigure(options: CurveOptions): Figure {
  const { curves, diagonal, words, theme } = options;
  const axis = { range: [-0.02, 1.02], tickformat: '.0%', dtick: 0.25 };
  return {
    data: curves.map(({ name, x, y, rows }, at): Data => {
      const dash = DASHES[Math.floor(at / theme.series.length) % DASHES.length] ?? 'solid';
      const color = theme.series[at % theme.series.length] ?? theme.text;
      return {
        type: 'scatter',
        mode: rows === undefined ? 'lines' : 'lines+markers',
        name,
        x: [...x],
        y: [...y],
        line: { color, width: 2, dash },
        marker: { size: markerSizes(rows ?? []), color },
        hovertemplate: `%{x:.1%} · %{y:.1%}<extra>${name}</extra>`,
      };
    }),
    layout: {
      ...layoutOf(
        options,
        { ...axis, ...titled(words.x), constrain: 'domain' },
        { ...axis, ...titled(words.y), scaleanchor: 'x', constrain: 'domain' },
      ),
      showlegend: curves.length > 1,
      legend: { orientation: 'h', x: 0, y: 1.02, yanchor: 'bottom' },
      shapes: diagonal ? [line(options, { x0: 0, x1: 1, y0: 0, y1: 1 })] : [],
    },
  };
}

/** Areas that tell how many rows a mark stands for. */
function markerSizes(rows: readonly number[]): number[] {
  const most = Math.max(1, ...rows);
  return rows.map((count) => 4 + 10 * Math.sqrt(count / most));
}

/** The largest mistakes of the matrix, most rows first. */
export function mistakes(
  { classes }: Pick<ClassificationAnalysis, 'classes'>,
  counts: readonly (readonly number[])[],
): { actual: number; predicted: number; rows: number }[] {
  return classes
    .flatMap((_, actual) =>
      classes.map((_, predicted) => ({
        actual,
        predicted,
        rows: counts[actual]?.[predicted] ?? 0,
      })),
    )
    .filter(({ actual, predicted, rows }) => actual !== predicted && rows > 0)
    .sort((a, b) => b.rows - a.rows);
}

const LONGEST = 14;

function short(label: string): string {
  return label.length <= LONGEST ? label : `${label.slice(0, LONGEST - 1)}…`;
}
