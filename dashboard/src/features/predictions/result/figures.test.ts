import { expect, it } from 'vitest';
import type { ChartTheme } from '@/charts/theme';
import { classesFigure, forecastFigure, histogramFigure, shownClasses } from './figures';

const theme = {
  scheme: 'light',
  text: '#000000',
  text2: '#111111',
  line: '#222222',
  surface: '#ffffff',
  series: ['#0072b2'],
} as unknown as ChartTheme;
const look = { theme, separators: '.,' };

const rows = [
  { time: '2026-01-03', prediction: 10, lower: 8, upper: 13 },
  { time: '2026-01-04', prediction: null, lower: null, upper: null },
];

it('draws history, forecast and the band between lower and upper', () => {
  const { data } = forecastFigure({
    ...look,
    history: { time: ['2026-01-01', '2026-01-02'], value: [9, null] },
    rows,
    names: { history: 'so far', forecast: 'forecast', interval: 'interval', target: 'sales' },
  });
  const drawn = data.map((trace) => {
    const { name, x, y, fill } = trace as { name: string; x: unknown; y: unknown; fill?: string };
    return { name, x, y, fill };
  });
  const times = ['2026-01-03', '2026-01-04'];
  expect(drawn).toEqual([
    { name: 'lower', x: times, y: [8, null], fill: undefined },
    { name: 'interval', x: times, y: [13, null], fill: 'tonexty' },
    { name: 'so far', x: ['2026-01-01', '2026-01-02'], y: [9, null], fill: undefined },
    { name: 'forecast', x: times, y: [10, null], fill: undefined },
  ]);
  expect(data[1]).toMatchObject({ fillcolor: 'rgba(0, 114, 178, 0.18)' });
});

it('draws a forecast alone when there is neither history nor interval', () => {
  const { data } = forecastFigure({
    ...look,
    history: null,
    rows: [{ time: 1, prediction: 0 }],
    names: { history: 'so far', forecast: 'forecast', interval: 'interval', target: 'sales' },
  });
  expect(data).toHaveLength(1);
  expect(data[0]).toMatchObject({ x: [1], y: [0], mode: 'markers' });
});

it('draws the bars of a histogram over their bins', () => {
  const { data } = histogramFigure({
    ...look,
    histogram: { edges: [0, 10, 30], counts: [4, 0] },
    names: { value: 'y', rows: 'rows' },
  });
  expect(data[0]).toMatchObject({ x: [5, 20], y: [4, 0], width: [10, 20] });
});

it('gives the bin of a constant some width', () => {
  const { data } = histogramFigure({
    ...look,
    histogram: { edges: [5, 5], counts: [3] },
    names: { value: 'y', rows: 'rows' },
  });
  expect(data[0]).toMatchObject({ x: [5], width: [1] });
});

it('draws classes by how often they come, labels of digits staying labels', () => {
  const { data, layout } = classesFigure({
    ...look,
    classes: { '2': 5, '1': 9 },
    names: { rows: 'rows' },
  });
  expect(data[0]).toMatchObject({ x: [9, 5], y: ['1', '2'] });
  expect(layout.yaxis).toMatchObject({ type: 'category', autorange: 'reversed' });
});

it('says how many classes and rows don’t fit in', () => {
  const classes = Object.fromEntries(
    Array.from({ length: 23 }, (_, index) => [`c${index}`, 100 - index]),
  );
  const { shown, others } = shownClasses(classes);
  expect(shown).toHaveLength(20);
  expect(others).toEqual({ classes: 3, rows: 80 + 79 + 78 });
});
