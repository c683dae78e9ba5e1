import type { Data } from 'plotly.js';
import { translucent } from '@/charts/colour';
import type { Figure } from '@/charts/PlotHost';
import type { Range } from '../filter';
import { bandHalf, isOutsideBand, type Band, type Quantiles } from '../statistics';
import { accent, area, extent, layoutOf, line, outline, titled, type Look } from './frame';
import { pointTraces, type PointsOptions } from './numbers';

interface QuantileOptions extends Look {
  quantiles: { theoretical: readonly (number | null)[]; observed: readonly (number | null)[] };
  rows: number;
  words: { x: string; y: string };
}

/** Quantiles against the normal's; those outside its pointwise 95 % band are marked. */
export function quantileFigure(options: QuantileOptions): Figure {
  const { rows, words, theme } = options;
  const { theoretical, observed } = defined(options.quantiles);
  const outside = theoretical.map((value, at) => isOutsideBand(value, observed[at] ?? 0, rows));
  const half = theoretical.map((value) => bandHalf(value, rows));
  const color = outside.map((is) => (is ? theme.best : accent(options)));
  const [low, high] = extent(theoretical);
  const edge = (y: number[], fill: 'none' | 'tonexty'): Data => ({
    type: 'scatter',
    mode: 'lines',
    x: theoretical,
    y,
    line: { width: 0, color: theme.text2 },
    fill,
    fillcolor: translucent(accent(options), 0.12),
    hoverinfo: 'skip',
  });
  return {
    data: [
      edge(
        theoretical.map((value, at) => value - (half[at] ?? 0)),
        'none',
      ),
      edge(
        theoretical.map((value, at) => value + (half[at] ?? 0)),
        'tonexty',
      ),
      {
        type: 'scatter',
        mode: 'markers',
        x: theoretical,
        y: observed,
        marker: { size: 5, color, symbol: outside.map((is) => (is ? 'diamond' : 'circle')) },
        hovertemplate: '%{x:.2f} → %{y:.2f}<extra></extra>',
      },
    ],
    layout: {
      ...layoutOf(options, titled(words.x), {
        ...titled(words.y),
        // The band opens wide where few rows are; the points are what is looked at.
        range: extent([...observed, low, high]),
      }),
      shapes: [line(options, { x0: low, x1: high, y0: low, y1: high })],
    },
  };
}

/** The pairs both of which are there. */
export function defined(quantiles: QuantileOptions['quantiles']): Quantiles {
  const pairs = quantiles.theoretical.flatMap((theoretical, at) => {
    const observed = quantiles.observed[at] ?? null;
    return theoretical === null || observed === null ? [] : [{ theoretical, observed }];
  });
  return {
    theoretical: pairs.map(({ theoretical }) => theoretical),
    observed: pairs.map(({ observed }) => observed),
  };
}

interface ResidualOptions extends PointsOptions {
  predicted: readonly (number | null)[];
  residual: readonly (number | null)[];
  band: { [Part in keyof Band]: readonly (number | null)[] };
  box: { predicted: Range | null; residual: Range | null };
  words: { x: string; y: string; row: string };
}

/** Residuals along the predictions, with the rolling median and the band that holds 80 % of them. */
export function residualFigure(options: ResidualOptions): Figure {
  const { predicted, residual, band, box, words, theme } = options;
  const edge = (y: readonly (number | null)[], fill: 'none' | 'tonexty'): Data => ({
    type: 'scatter',
    mode: 'lines',
    x: [...band.predicted],
    y: [...y],
    line: { width: 0, color: accent(options) },
    fill,
    fillcolor: translucent(accent(options), 0.2),
    hoverinfo: 'skip',
  });
  return {
    data: [
      ...pointTraces(options, predicted, residual, `${words.row} %{customdata}: %{y:.4~g}`),
      edge(band.low, 'none'),
      edge(band.high, 'tonexty'),
      {
        type: 'scatter',
        mode: 'lines',
        x: [...band.predicted],
        y: [...band.median],
        line: { color: theme.text, width: 2 },
        hoverinfo: 'skip',
      },
    ],
    layout: {
      ...layoutOf(options, titled(words.x), titled(words.y)),
      dragmode: options.drag ? options.tool : false,
      shapes: [
        line(
          options,
          { x0: 0, x1: 1, y0: 0, y1: 0 },
          { dash: 'solid', width: 1 },
          { xref: 'paper' },
        ),
        ...area(options, box.predicted, box.residual),
        ...outline(options, options.lasso, 'residual'),
      ],
    },
  };
}
