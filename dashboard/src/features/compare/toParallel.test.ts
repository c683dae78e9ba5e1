import { describe, expect, it } from 'vitest';
import type { Dimension } from '@/api/types';
import { formats, sweepResponse } from './fixtures';
import { fromResponse } from './fromResponse';
import { lineColours, MAX_AXES, MAX_LINES, toParallel, type Parallel } from './toParallel';
import type { ViewState } from './types';
import { DEFAULT_VIEW } from './viewUrl';

const view = (change: Partial<ViewState> = {}): ViewState => ({ ...DEFAULT_VIEW, ...change });
const lay = (response: ReturnType<typeof sweepResponse>, change: Partial<ViewState> = {}) =>
  toParallel(fromResponse(response), view(change), { formats });
const axisOf = (parallel: Parallel, name: string) => {
  const axis = parallel.axes.find(({ column }) => column.name === name);
  if (axis === undefined) throw new Error(`no axis ${name}`);
  return axis;
};
const dimension = (
  name: string,
  values: unknown[],
  change: Partial<Dimension> = {},
): Dimension => ({
  name,
  label: name,
  role: 'parameter',
  type: 'number',
  scale: 'linear',
  direction: null,
  unit: null,
  values: values as Dimension['values'],
  ...change,
});
const withColumns = (states: ('succeeded' | 'failed' | 'running')[], ...dimensions: Dimension[]) =>
  sweepResponse(0, {
    job_ids: states.map((_, index) => `j${index}`),
    numbers: states.map((_, index) => index + 1),
    states,
    dimensions,
  });

describe('toParallel', () => {
  it('gives every run a place on every axis, failed ones included', () => {
    const parallel = lay(sweepResponse(200));
    expect(parallel.drawn).toHaveLength(200);
    for (const axis of parallel.axes) {
      expect(axis.units).toHaveLength(200);
      expect([...axis.units].every((unit) => unit > 0 && unit < 1)).toBe(true);
    }
  });

  it('keeps runs aligned: a failed run moves no other run', () => {
    const response = sweepResponse(60);
    const parallel = lay(response);
    const { units, scale, column } = axisOf(parallel, 'learning_rate');
    expect(scale.kind).toBe('log');
    const byValue = response.numbers.map((_, index) => index);
    byValue.sort((a, b) => Number(column.values[a]) - Number(column.values[b]));
    const sorted = byValue.map((index) => units[index] ?? 0);
    expect(sorted).toEqual([...sorted].sort((a, b) => a - b));
    expect(response.states).toContain('failed');
  });

  it('draws runs without the objective in the "no value" slot, below every value', () => {
    const response = sweepResponse(120);
    const axis = axisOf(lay(response), 'rmse');
    const none = axis.noneAt ?? 1;
    response.states.forEach((state, index) => {
      const unit = axis.units[index] ?? 0;
      if (state === 'succeeded') expect(unit).toBeGreaterThan(none + 0.05);
      else expect(unit).toBe(none);
    });
    expect(axis.ticks.at(-1)).toEqual({ at: none, label: 'no value', kind: 'none' });
  });

  it('puts the objective last and its best value at the top, whatever its direction', () => {
    for (const name of ['rmse', 'r2']) {
      const parallel = lay(sweepResponse(80), { objective: name });
      const last = parallel.axes.at(-1);
      const best = parallel.ranking?.order[0] ?? -1;
      expect(last?.column.name).toBe(name);
      expect(last?.units[best]).toBe(Math.max(...(last?.units ?? [])));
    }
  });

  it('turns the axis round when it is inverted, and its ticks with it', () => {
    const axes = [{ name: 'rmse', invert: true, clip: false }, { name: 'max_depth' }];
    const parallel = lay(sweepResponse(80), { axes });
    const axis = axisOf(parallel, 'rmse');
    const best = parallel.ranking?.order[0] ?? -1;
    const finished = [...axis.units].filter((_, index) => axis.column.values[index] !== null);
    expect(axis.units[best]).toBe(Math.min(...finished));
    const values = axis.ticks.filter(({ kind }) => kind === 'value');
    expect(values.map(({ label }) => Number(label))).toEqual(
      [...values].sort((a, b) => a.at - b.at).map(({ label }) => Number(label)),
    );
  });

  it('shows a metric of zero as a value, not as missing or best by accident', () => {
    const rmse = dimension('rmse', [0, 1, null, 2], { role: 'metric', direction: 'minimize' });
    const parallel = lay(withColumns(['succeeded', 'succeeded', 'failed', 'succeeded'], rmse));
    expect(parallel.ranking?.order).toEqual([0, 1, 3]);
    expect(axisOf(parallel, 'rmse').units[0]).toBeCloseTo(0.98);
    expect(lineColours(parallel)[0]).toBeCloseTo(1);
    expect(lineColours(parallel)[2]).toBe(0);
  });

  it('never ranks interim values of running runs, nor colours them', () => {
    const rmse = dimension('rmse', [3, 0.1], { role: 'metric', direction: 'minimize' });
    const parallel = lay(withColumns(['succeeded', 'running'], rmse));
    expect(parallel.ranking?.order).toEqual([0]);
    expect(parallel.ranking?.unranked).toEqual([1]);
    expect(lineColours(parallel)[1]).toBe(0);
    expect(parallel.data.columns[0]?.reported[1]).toBe(0.1);
  });

  it('takes NaN and text in a metric as no value', () => {
    const rmse = dimension('rmse', [Number.NaN, 'inf', 2], {
      role: 'metric',
      direction: 'minimize',
    });
    const parallel = lay(withColumns(['succeeded', 'succeeded', 'succeeded'], rmse));
    expect(parallel.ranking?.order).toEqual([2]);
    expect(parallel.ranking?.unranked).toEqual([0, 1]);
  });

  it('shows booleans, lists and mixed parameters as categories of their literal text', () => {
    const states = ['succeeded', 'succeeded', 'succeeded'] as const;
    const parallel = lay(
      withColumns(
        [...states],
        dimension('layers', [[64, 32], [8], [64, 32]]),
        dimension('flag', [true, false, true]),
        dimension('features', ['sqrt', 0.5, null]),
      ),
      { axes: [{ name: 'layers' }, { name: 'flag' }, { name: 'features' }] },
    );
    const labels = (name: string) =>
      axisOf(parallel, name)
        .ticks.map(({ label }) => label)
        .sort();
    expect(labels('layers')).toEqual(['[64,32]', '[8]']);
    expect(labels('flag')).toEqual(['false', 'true']);
    expect(labels('features')).toEqual(['0.5', 'no value', 'sqrt']);
    const layers = axisOf(parallel, 'layers').units;
    expect(Math.abs((layers[0] ?? 0) - (layers[2] ?? 0))).toBeLessThan(0.07);
  });

  it('keeps values of zero or less in a slot of their own on a log axis', () => {
    const l2 = dimension('l2', [0, -1, 1e-4, 0.01, 1], { scale: 'log' });
    const states = Array.from({ length: 5 }, () => 'succeeded' as const);
    const parallel = lay(withColumns(states, l2), { axes: [{ name: 'l2', scale: 'log' }] });
    const axis = axisOf(parallel, 'l2');
    expect(axis.scale.kind).toBe('log');
    expect([...axis.units]).toEqual([...new Set(axis.units)]);
    const order = [1, 0, 2, 3, 4].map((index) => axis.units[index] ?? 0);
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(axis.ticks.some(({ label, kind }) => kind === 'nonpositive' && label === '≤ 0')).toBe(
      true,
    );
  });

  it('falls back to a linear axis when log is asked of values that are all zero or less', () => {
    const parallel = lay(withColumns(['succeeded', 'succeeded'], dimension('x', [-5, 0])), {
      axes: [{ name: 'x', scale: 'log' }],
    });
    const axis = axisOf(parallel, 'x');
    expect(axis.scale.kind).toBe('linear');
    expect(axis.canLog).toBe(false);
  });

  it('gathers outliers past the 95th percentile at the worst end, in order', () => {
    const values = [...Array.from({ length: 38 }, (_, index) => 1 + index / 40), 400, 9000];
    const rmse = dimension('rmse', values, { role: 'metric', direction: 'minimize' });
    const parallel = lay(
      withColumns(
        values.map(() => 'succeeded' as const),
        rmse,
      ),
    );
    const axis = axisOf(parallel, 'rmse');
    expect(axis.clipped).toBe(2);
    expect(axis.ticks.find(({ kind }) => kind === 'clip')?.label).toBe('≥ 400.0');
    expect(axis.units[39]).toBeLessThan(axis.units[38] ?? 0);
    expect((axis.units[0] ?? 0) - (axis.units[37] ?? 0)).toBeGreaterThan(0.7);
    const open = lay(
      withColumns(
        values.map(() => 'succeeded' as const),
        rmse,
      ),
      {
        axes: [{ name: 'rmse', clip: false }],
      },
    );
    expect(axisOf(open, 'rmse').clipped).toBe(0);
  });

  it('clips the low end of a metric that is maximised', () => {
    const values = [...Array.from({ length: 38 }, (_, index) => index / 40), -400, -9000];
    const r2 = dimension('r2', values, { role: 'metric', direction: 'maximize' });
    const response = withColumns(
      values.map(() => 'succeeded' as const),
      r2,
    );
    const axis = axisOf(
      lay({ ...response, objective: { metric: 'r2', direction: 'maximize' } }),
      'r2',
    );
    expect(axis.ticks.find(({ kind }) => kind === 'clip')?.label).toBe('≤ -400.0');
  });

  it('centres a constant and a single run', () => {
    const rmse = dimension('rmse', [0], { role: 'metric', direction: 'minimize' });
    const parallel = lay(withColumns(['succeeded'], dimension('rate', [0.1]), rmse));
    for (const axis of parallel.axes) expect(axis.units[0]).toBeCloseTo(0.5, 1);
    expect(parallel.ranking?.median).toBe(0);
  });

  it('survives a batch in which every run failed, and one without runs', () => {
    const rmse = dimension('rmse', [null, null], { role: 'metric', direction: 'minimize' });
    const failed = lay(withColumns(['failed', 'failed'], rmse));
    expect(failed.ranking?.order).toEqual([]);
    expect(failed.ranking?.median).toBeNull();
    expect(failed.drawn).toHaveLength(2);
    expect(lay(withColumns([], { ...rmse, values: [] })).drawn).toEqual([]);
    expect(lay(withColumns([])).axes).toEqual([]);
  });

  it('draws no more axes than the shader holds, the objective among them', () => {
    const states = ['succeeded', 'succeeded'] as const;
    const many = Array.from({ length: 74 }, (_, index) =>
      dimension(`p${index}`, [index, index + 1]),
    );
    const rmse = dimension('rmse', [1, 2], { role: 'metric', direction: 'minimize' });
    const response = withColumns([...states], ...many, rmse);
    const all = lay(response, { axes: many.map(({ name }) => ({ name })) });
    expect(all.axes).toHaveLength(MAX_AXES);
    expect(all.axes.at(-1)?.column.name).toBe('rmse');
    expect(lay(response).axes.length).toBeLessThanOrEqual(13);
  });

  it('shows parameters, run times and the objective by default, other metrics on demand', () => {
    const response = sweepResponse(30);
    const time = dimension('run_seconds', response.numbers, {
      role: 'metric',
      direction: 'minimize',
      unit: 's',
    });
    response.dimensions.push(time);
    expect(lay(response).axes.map(({ column }) => column.name)).toEqual([
      'optimizer',
      'learning_rate',
      'max_depth',
      'l2',
      'early_stopping',
      'run_seconds',
      'rmse',
    ]);
  });

  it('counts the runs it does not draw', () => {
    const response = sweepResponse(100);
    const succeeded = response.states.filter((state) => state === 'succeeded').length;
    const best = lay(response, { show: 'best10' });
    expect(best.drawn).toHaveLength(Math.ceil(succeeded / 10));
    expect(best.left.show).toBe(100 - best.drawn.length);
    const brushes = { max_depth: { kind: 'range', low: 5, high: null, none: false } } as const;
    const hidden = lay(response, { axes: [{ name: 'learning_rate' }], brushes });
    expect(hidden.left.hiddenBrush).toBe(100 - hidden.drawn.length);
    expect(hidden.left.hiddenBrush).toBeGreaterThan(0);
    const large = lay(sweepResponse(MAX_LINES + 700));
    expect(large.drawn).toHaveLength(MAX_LINES);
    expect(large.left.sampled).toBe(700);
    expect(large.drawn).toContain(large.ranking?.order[0]);
  });

  it('shows few listed values as categories and sampled ones as numbers', () => {
    const values = [0.1, 0.2, 0.1, 0.2];
    const response = withColumns(
      values.map(() => 'succeeded' as const),
      dimension('rate', values),
    );
    const kind = (listed: boolean) =>
      toParallel(fromResponse(response), view(), { formats, listed: { rate: listed } }).axes[0]
        ?.scale.kind;
    expect(kind(true)).toBe('category');
    expect(kind(false)).toBe('linear');
  });
});
