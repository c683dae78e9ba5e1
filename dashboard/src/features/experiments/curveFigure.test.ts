import { describe, expect, it } from 'vitest';

import type { ChartTheme } from '@/charts/theme';

import { curveFacts, curveFigure, hasPoints } from './curveFigure';

const THEME = { series: ['red', 'blue'], text: 'black', line: 'grey' } as unknown as ChartTheme;

const figure = (curves: Parameters<typeof curveFigure>[0]['curves']) =>
  curveFigure({ curves, stepLabel: 'step', theme: THEME, separators: ',.' });

describe('curveFigure', () => {
  it('keeps each value at its step and a missing one as a gap', () => {
    const [line] = figure({
      loss: [
        [1, 0.5],
        [2, null],
        [3, 0],
      ],
    }).data;
    expect(line).toMatchObject({ x: [1, 2, 3], y: [0.5, null, 0], connectgaps: false });
  });

  it('tells many lines apart by dash once the colours repeat', () => {
    const one: [number, number][] = [
      [1, 1],
      [2, 2],
    ];
    const lines = figure({ a: one, b: one, c: one }).data as { line: object }[];
    expect(lines.map(({ line }) => line)).toMatchObject([
      { color: 'red', dash: 'solid' },
      { color: 'blue', dash: 'solid' },
      { color: 'red', dash: 'dash' },
    ]);
  });

  it('shows a single point, which is no line yet', () => {
    expect(figure({ loss: [[1, 0.5]] }).data[0]).toMatchObject({ mode: 'markers' });
  });

  it('needs a legend only for several curves', () => {
    expect(figure({ a: [] }).layout.showlegend).toBe(false);
    expect(figure({ a: [], b: [] }).layout.showlegend).toBe(true);
  });
});

describe('curveFacts', () => {
  it('leaves missing values out of the range, not out of the steps', () => {
    expect(
      curveFacts([
        [1, 0.5],
        [2, 0],
        [3, null],
      ]),
    ).toEqual({
      steps: 3,
      last: null,
      lowest: 0,
      highest: 0.5,
    });
  });

  it('has none to tell without a value', () => {
    expect(curveFacts([])).toBeNull();
    expect(curveFacts([[1, null]])).toBeNull();
  });
});

it('hasPoints', () => {
  expect(hasPoints({})).toBe(false);
  expect(hasPoints({ loss: [] })).toBe(false);
  expect(hasPoints({ loss: [[1, null]] })).toBe(true);
});
