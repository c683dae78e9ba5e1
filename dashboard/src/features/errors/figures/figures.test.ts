import type { Data } from 'plotly.js';
import { describe, expect, it } from 'vitest';
import type { ChartTheme } from '@/charts/theme';
import { makeForecast } from '../fixtures';
import { confusionFigure, confusionOf, mistakes, unitFigure } from './classes';
import { barRange, boxOf, spotOf } from './events';
import { extent, type DragTool, type Look } from './frame';
import type { Lasso } from '../lasso';
import { histogramFigure, scatterFigure } from './numbers';
import { quantileFigure, residualFigure } from './residuals';
import { horizonFigure, segmentFigure } from './segments';
import { timeFigure, windowsOf } from './time';

const theme: ChartTheme = {
  scheme: 'light', text: '#000001', text2: '#000002', line: '#000003', surface: '#ffffff',
  best: '#b54500', none: '#7d8896', context: { color: '#c8d0d9', opacity: 0.3 },
  series: ['#0072b2', '#00805f'],
}; // prettier-ignore
const look: Look = { theme, separators: '.,', drag: true };
/** A trace's fields, which plotly's types only know by the kind of trace. */
const fields = (data: Data[], at: number) => data[at] as unknown as Record<string, unknown>;

describe('the histogram', () => {
  const options = {
    ...look,
    edges: [0, 2, 4],
    counts: [3, 5],
    part: null,
    rows: 8,
    mean: 1,
    std: 0.5,
    range: null,
    words: { x: 'x', y: 'y', mean: 'mean 1' },
  };

  it('has bars between the edges and a normal curve as high as a bin of that many rows', () => {
    const { data } = histogramFigure(options);
    expect(fields(data, 0)).toMatchObject({ x: [1, 3], y: [3, 5], width: [2, 2] });
    const curve = fields(data, 1).y as number[];
    expect(Math.max(...curve)).toBeCloseTo((8 * 2) / (0.5 * Math.sqrt(2 * Math.PI)), 9);
  });

  it('draws a part over all, pale, and what it filters by as an area', () => {
    const { data, layout } = histogramFigure({
      ...options,
      part: [1, 0],
      range: { low: 1, high: null },
    });
    expect(fields(data, 0)).toMatchObject({ y: [3, 5], marker: { color: theme.context.color } });
    expect(fields(data, 1)).toMatchObject({ y: [1, 0], marker: { color: '#0072b2' } });
    expect(layout.shapes?.[0]).toMatchObject({ type: 'rect', x0: 1, x1: 1e300, yref: 'paper' });
  });

  it('has no curve for residuals that do not vary', () => {
    expect(histogramFigure({ ...options, std: 0 }).data).toHaveLength(1);
    expect(histogramFigure({ ...options, std: null, mean: null }).layout.annotations).toEqual([]);
  });

  it('lets touch scroll the page', () => {
    expect(histogramFigure(options).layout.dragmode).toBe('select');
    expect(histogramFigure({ ...options, drag: false }).layout.dragmode).toBe(false);
  });
});

describe('actual against predicted', () => {
  const options = {
    ...look,
    index: [7, 8, 9],
    mask: null as boolean[] | null,
    actual: [0, 100, null],
    predicted: [50, 60, 5],
    density: null,
    tool: 'select' as DragTool,
    lasso: null,
    box: { actual: null, predicted: null },
    words: { x: 'x', y: 'y', row: 'row' },
  };

  it('has the same scale both ways and the line where both are the same', () => {
    const { layout } = scatterFigure(options);
    expect(layout.xaxis?.range).toEqual([-4, 104]);
    expect(layout.yaxis).toMatchObject({ range: [-4, 104], scaleanchor: 'x', scaleratio: 1 });
    expect(layout.shapes?.[0]).toMatchObject({ x0: -4, x1: 104, y0: -4, y1: 104 });
  });

  it('puts the chosen points in front of the others', () => {
    const { data } = scatterFigure({ ...options, mask: [false, true, false] });
    expect(fields(data, 0)).toMatchObject({ customdata: [7, 9] });
    expect(fields(data, 1)).toMatchObject({ x: [100], y: [60], customdata: [8] });
  });

  it('draws the lasso of its own plane, and drags one when asked to', () => {
    const corners: Lasso['corners'] = [[0, 0], [9, 0], [9, 9]]; // prettier-ignore
    const { layout } = scatterFigure({
      ...options,
      tool: 'lasso',
      lasso: { plane: 'actual', corners },
    });
    expect(layout.dragmode).toBe('lasso');
    expect(layout.shapes?.at(-1)).toMatchObject({ type: 'path', path: 'M0,0L9,0L9,9Z' });
    const other = scatterFigure({ ...options, lasso: { plane: 'residual', corners } });
    expect(other.layout.shapes).toHaveLength(1);
  });

  it('shows the density of all rows until a filter needs the points', () => {
    const density = { actual_edges: [0, 1, 2], predicted_edges: [0, 1, 2], counts: [[10, 0], [1, 100]] }; // prettier-ignore
    const { data } = scatterFigure({ ...options, density });
    // Across is the actual value, up the predicted one; empty cells stay empty.
    expect(fields(data, 0)).toMatchObject({ type: 'heatmap', z: [[1, 0], [null, 2]] }); // prettier-ignore
    const filtered = scatterFigure({ ...options, density, mask: [true, true, false] });
    expect(fields(filtered.data, 0).type).toBe('scatter');
  });
});

describe('residual figures', () => {
  it('mark the quantiles outside the band', () => {
    const { data } = quantileFigure({
      ...look,
      quantiles: { theoretical: [-1, 0, null, 1], observed: [-1, 0.5, 3, 1.1] },
      rows: 100,
      words: { x: 'x', y: 'y' },
    });
    expect(fields(data, 2)).toMatchObject({
      x: [-1, 0, 1],
      marker: { color: ['#0072b2', '#b54500', '#0072b2'], symbol: ['circle', 'diamond', 'circle'] },
    });
  });

  it('draw the band and the median over the points', () => {
    const { data } = residualFigure({
      ...look,
      index: [1],
      mask: null,
      tool: 'select',
      lasso: null,
      predicted: [2],
      residual: [3],
      band: { predicted: [1, 2], median: [0, 1], low: [-1, 0], high: [1, 2] },
      box: { predicted: null, residual: null },
      words: { x: 'x', y: 'y', row: 'row' },
    });
    expect(data.map((_, at) => fields(data, at).y)).toEqual([[3], [-1, 0], [1, 2], [0, 1]]);
    expect(fields(data, 2).fill).toBe('tonexty');
  });
});

describe('segments', () => {
  const segment = {
    label: 'a',
    low: null,
    high: null,
    rows: 3,
    error: 2,
    error_low: 1,
    error_high: 4,
    bias: 0,
  };

  it('have whiskers from the lower to the upper end, and none without an interval', () => {
    const { data, layout } = segmentFigure({
      ...look,
      segments: [segment, { ...segment, error_low: null, error_high: null }],
      labels: ['a', '0 … 10'],
      chosen: 1,
      overall: 1.5,
      rate: false,
      words: { x: 'x', y: 'y', rows: 'rows' },
    });
    expect(fields(data, 0)).toMatchObject({
      y: [2, 2],
      marker: { color: ['#0072b2', '#b54500'] },
      error_y: { array: [2, null], arrayminus: [1, null] },
    });
    expect(layout.xaxis?.ticktext).toEqual(['a', '0<br>… 10']);
    expect(layout.shapes?.[0]).toMatchObject({ y0: 1.5, y1: 1.5 });
  });

  it('of steps ahead have their coverage below', () => {
    const { by_horizon: steps } = makeForecast();
    const words = { x: 'x', error: 'e', coverage: 'c' };
    const { data, layout } = horizonFigure({ ...look, steps, target: 0.9, words });
    expect(fields(data, 3)).toMatchObject({ x: [1, 2], y: [1, 0], yaxis: 'y2' });
    expect(layout.shapes?.[0]).toMatchObject({ y0: 0.9, yref: 'y2' });
    const bare = steps.map((step) => ({ ...step, coverage: null }));
    expect(horizonFigure({ ...look, steps: bare, target: null, words }).data).toHaveLength(3);
  });
});

describe('forecasts over time', () => {
  it('are those that don’t overlap', () => {
    // Origins 9 and 11 are two steps apart; the one of 10 overlaps both.
    const index = [10, 11, 11, 12, 12, 13];
    const origin = [9, 9, 10, 10, 11, 11];
    expect(windowsOf(index, origin)).toEqual([
      [0, 1],
      [4, 5],
    ]);
  });

  it('have gaps between them, an area each, and the chosen rows marked', () => {
    const { forecast, actual_vs_predicted: points } = makeForecast();
    const { data } = timeFigure({
      ...look,
      ...points,
      forecast,
      mask: [false, false, false, true],
      words: { x: '', y: 'y', actual: 'actual', predicted: 'predicted' },
    });
    expect(data).toHaveLength(7);
    expect(fields(data, 5)).toMatchObject({ y: [10, 20, null, 20, 30, null] });
    expect(fields(data, 6)).toMatchObject({ x: ['2024-07-04'], y: [34] });
  });
});

describe('classes', () => {
  it('are counted among the points that pass', () => {
    const points = { actual: [0, 0, 1, 1], predicted: [0, 1, 1, 1] };
    expect(confusionOf(2, points, [true, true, false, true])).toEqual([
      [1, 1],
      [0, 1],
    ]);
  });

  it('are coloured by their share of the true class; one without rows by none', () => {
    const options = { ...look, classes: ['a', 'b'], cell: null, words: { x: 'x', y: 'y' } };
    const { data, layout } = confusionFigure({ ...options, counts: [[3, 1], [0, 0]] }); // prettier-ignore
    expect(fields(data, 0)).toMatchObject({ z: [[0.75, 0.25], [0, 0]], text: [[3, 1], [0, 0]] }); // prettier-ignore
    expect(layout.yaxis?.autorange).toBe('reversed');
  });

  it('tell their largest mistakes first', () => {
    const counts = [[5, 1, 0], [4, 5, 0], [0, 2, 5]]; // prettier-ignore
    expect(mistakes({ classes: ['a', 'b', 'c'] }, counts)).toEqual([
      { actual: 1, predicted: 0, rows: 4 },
      { actual: 2, predicted: 1, rows: 2 },
      { actual: 0, predicted: 1, rows: 1 },
    ]);
  });

  it('repeat colours with another dash', () => {
    const curves = ['a', 'b', 'c'].map((name) => ({ name, x: [0, 1], y: [0, 1] }));
    const { data } = unitFigure({ ...look, curves, diagonal: true, words: { x: 'x', y: 'y' } });
    expect(fields(data, 2).line).toMatchObject({ color: '#0072b2', dash: 'dash' });
  });
});

describe('the frame', () => {
  it('has room around values, and around a single one', () => {
    expect(extent([0, 100, null])).toEqual([-4, 104]);
    expect(extent([7, 7])).toEqual([6.5, 7.5]);
    expect(extent([])).toEqual([0, 1]);
  });
});

describe('what a pointer chose', () => {
  it('is a bar by its edges, a bar by its place, a cell by both', () => {
    expect(barRange({ points: [{ customdata: [4, 6] }] } as never)).toEqual({ low: 4, high: 6 });
    expect(barRange({ points: [{ customdata: 7 }] } as never)).toBeNull();
    expect(spotOf({ points: [{ x: 2, y: 1 }] } as never)).toEqual({ x: 2, y: 1 });
    expect(spotOf({ points: [] } as never)).toBeNull();
  });

  it('is a box drawn in any direction', () => {
    const box = boxOf({ range: { x: [50, 40], y: [35, 50] } });
    expect(box).toEqual({ x: { low: 40, high: 50 }, y: { low: 35, high: 50 } });
    expect(boxOf({ range: undefined })).toEqual({ x: null, y: null });
  });
});
