import { describe, expect, it } from 'vitest';

import type { ChartTheme } from '@/charts/theme';

import { bestPoint, curveFacts, curveFigure, hasPoints } from './curveFigure';

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

describe('bestPoint', () => {
  const points: [number, number | null][] = [
    [1, 0.5],
    [2, 0.2],
    [3, null],
    [4, 0.4],
  ];
  const specs = [{ name: 'accuracy', direction: 'maximize' as const }];

  it('is the lowest of the validation curve, or the highest of what is to be maximized', () => {
    expect(bestPoint({ train_loss: [[1, 0]], validation_loss: points }, specs)).toEqual({
      curve: 'validation_loss',
      step: 2,
      value: 0.2,
    });
    expect(
      bestPoint({ train_accuracy: [[1, 0]], validation_accuracy: points }, specs),
    ).toMatchObject({ step: 1 });
  });

  it('is nothing without a validation curve or without a value in it', () => {
    expect(bestPoint({ train_loss: points }, specs)).toBeNull();
    expect(bestPoint({ validation_mae: points, ets_mae: points }, [])).toBeNull();
    expect(bestPoint({ train_loss: points, validation_loss: [[1, null]] }, specs)).toBeNull();
  });

  it('is drawn as a mark of its own', () => {
    const { data } = curveFigure({
      curves: { validation_loss: points },
      best: { curve: 'validation_loss', step: 2, value: 0.2, label: 'best' },
      stepLabel: 'step',
      theme: THEME,
      separators: ',.',
    });
    expect(data[1]).toMatchObject({ name: 'best', x: [2], y: [0.2], mode: 'markers' });
  });
});
