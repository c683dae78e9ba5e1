import { describe, expect, it } from 'vitest';
import type { UnitRange } from '@/charts/traces/parcoords';
import type { Axis } from './axis';
import { brushFromUnits, brushUnits, isBrushed, passes } from './brush';
import { formats, sweepResponse } from './fixtures';
import { fromResponse } from './fromResponse';
import { toParallel } from './toParallel';
import type { AxisView, Brush, ScaleKind } from './types';
import { DEFAULT_VIEW } from './viewUrl';

const data = fromResponse(sweepResponse(300));

function axis(name: string, change: Partial<AxisView> = {}): Axis {
  const axes = [{ name, ...change }];
  const parallel = toParallel(data, { ...DEFAULT_VIEW, axes }, { formats });
  const found = parallel.axes.find(({ column }) => column.name === name);
  if (found === undefined) throw new Error(name);
  return found;
}

/** What plotly selects: its shader compares single-precision positions, ends included. */
function plotly(ranges: readonly UnitRange[], { units }: Axis): boolean[] {
  const inside = (unit: number) =>
    ranges.some(([from, to]) => unit >= Math.fround(from) && unit <= Math.fround(to));
  return [...units].map((unit) => inside(Math.fround(unit)));
}

const table = (brush: Brush, { column }: Axis) =>
  column.values.map((value) => passes(brush, value));

const KINDS: [string, Partial<AxisView>][] = (
  ['optimizer', 'early_stopping', 'learning_rate', 'max_depth', 'l2', 'rmse', 'r2'] as const
).flatMap((name) =>
  (['linear', 'log', 'category'] satisfies ScaleKind[]).flatMap((scale) => [
    [name, { scale }] as [string, Partial<AxisView>],
    [name, { scale, invert: true, clip: false }] as [string, Partial<AxisView>],
  ]),
);

describe('brush', () => {
  it.each(KINDS)('selects in the table what it selects in the plot: %s %o', (name, change) => {
    const target = axis(name, change);
    for (let from = -0.02; from < 1; from += 0.083) {
      for (const length of [0.001, 0.04, 0.21, 0.6, 1.1]) {
        const brush = brushFromUnits([[from, from + length]], target);
        if (brush === null) continue;
        const ranges = brushUnits(brush, target);
        expect(plotly(ranges, target)).toEqual(table(brush, target));
        if (target.scale.kind !== 'category') {
          expect(plotly([[from, from + length]], target)).toEqual(table(brush, target));
        }
      }
    }
  });

  it('includes both ends exactly, on a log axis too', () => {
    const target = axis('learning_rate', { scale: 'log' });
    const values = target.column.values.filter((value) => typeof value === 'number');
    const [low, high] = [Math.min(...values), Math.max(...values)];
    for (const brush of [
      { kind: 'range', low, high, none: false },
      { kind: 'range', low: high, high, none: false },
      { kind: 'range', low: null, high: low, none: false },
    ] satisfies Brush[]) {
      const selected = table(brush, target);
      expect(selected.filter(Boolean).length).toBeGreaterThan(0);
      expect(plotly(brushUnits(brush, target), target)).toEqual(selected);
    }
  });

  it('selects clipped runs by their values, not by the tick they share', () => {
    const response = sweepResponse(40);
    const rmse = response.dimensions.find(({ name }) => name === 'rmse');
    const values = Array.from({ length: 40 }, (_, index) =>
      index < 38 ? 1 + index / 40 : 100 * index,
    );
    if (rmse !== undefined) rmse.values = values;
    response.states = response.states.map(() => 'succeeded');
    const clipped = toParallel(fromResponse(response), DEFAULT_VIEW, { formats }).axes.at(-1);
    if (clipped === undefined) throw new Error('no objective');
    expect(clipped.clipped).toBe(2);
    const brush: Brush = { kind: 'range', low: 1.5, high: 3850, none: false };
    const selected = table(brush, clipped);
    expect(selected[38]).toBe(true);
    expect(selected[39]).toBe(false);
    expect(plotly(brushUnits(brush, clipped), clipped)).toEqual(selected);
  });

  it('reaches the runs without a value through their slot', () => {
    const target = axis('rmse');
    const none = target.noneAt ?? Number.NaN;
    const brush = brushFromUnits([[none - 0.01, none + 0.01]], target);
    expect(brush).toEqual({ kind: 'set', values: [], none: true });
    const selected = table(brush ?? { kind: 'set', values: [], none: false }, target);
    expect(selected).toEqual(target.column.values.map((value) => value === null));
    const both = brushFromUnits([[0, 0.4]], target);
    expect(both).toMatchObject({ kind: 'range', high: null, none: true });
  });

  it('gives plotly an interval that selects nothing when no value passes', () => {
    const target = axis('optimizer');
    const ranges = brushUnits({ kind: 'set', values: ['gone'], none: false }, target);
    expect(plotly(ranges, target).some(Boolean)).toBe(false);
  });

  it('never hands plotly an interval without width, which it would ignore', () => {
    const target = axis('max_depth', { scale: 'linear' });
    const ranges = brushUnits({ kind: 'range', low: 6, high: 6, none: false }, target);
    expect(ranges.every(([from, to]) => Math.fround(to) > Math.fround(from))).toBe(true);
  });

  it('writes its ends with few digits', () => {
    const brush = brushFromUnits([[0.3, 0.6]], axis('learning_rate', { scale: 'log' }));
    if (brush?.kind !== 'range') throw new Error('no range');
    expect(String(brush.low).length).toBeLessThan(11);
  });

  it('combines brushes with and', () => {
    const brushes = {
      optimizer: { kind: 'set', values: ['adam'], none: false },
      max_depth: { kind: 'range', low: 5, high: 8, none: false },
      unknown: { kind: 'range', low: 0, high: 0, none: false },
    } satisfies Record<string, Brush>;
    const value = (name: string, index: number) =>
      data.columns.find((column) => column.name === name)?.values[index];
    isBrushed(data, brushes).forEach((selected, index) => {
      const depth = Number(value('max_depth', index));
      expect(selected).toBe(value('optimizer', index) === 'adam' && depth >= 5 && depth <= 8);
    });
  });
});
