import { describe, expect, it } from 'vitest';
import { sweepResponse } from './fixtures';
import { fromResponse } from './fromResponse';
import { DEFAULT_VIEW, validView, viewFromSearch, viewToSearch } from './viewUrl';
import type { ViewState } from './types';

const full: ViewState = {
  tab: 'scatter',
  objective: 'r2',
  colour: 'a,b:c',
  show: 'pareto',
  pareto: 'run_seconds',
  axes: [
    { name: 'a,b:c', scale: 'log' },
    { name: 'x', invert: true, clip: false },
    { name: 'rmse' },
  ],
  brushes: {
    learning_rate: { kind: 'range', low: 1e-4, high: 0.0123, none: false },
    rmse: { kind: 'range', low: null, high: 3, none: true },
    optimizer: { kind: 'set', values: ['a|b', 'x~none', '=%', 'ş'], none: false },
    l2: { kind: 'set', values: [], none: true },
  },
  pinned: [3, 12],
  sort: { key: 'rmse', descending: true },
  curve: 'validation_rmse',
  logCurve: true,
  x: 'a,b:c',
  y: 'rmse',
};

describe('view in the address', () => {
  it('comes back as it was', () => {
    expect(viewFromSearch(viewToSearch(full))).toEqual(full);
    expect(viewToSearch(DEFAULT_VIEW)).toEqual({});
    expect(viewFromSearch({})).toEqual(DEFAULT_VIEW);
  });

  it('reads values a router has parsed into numbers', () => {
    expect(viewFromSearch({ pin: 3, obj: 1 })).toMatchObject({ pinned: [3], objective: '1' });
  });

  it('ignores what it cannot read', () => {
    const search = {
      'b.a': '1..2..3',
      'b.b': 'x..y',
      'b.c': '',
      'b.d': {},
      pin: '1;drop',
      show: 'x',
      axes: ':,%E0%A4%A',
      sort: '-',
    };
    expect(viewFromSearch(search)).toEqual({ ...DEFAULT_VIEW, axes: [] });
  });

  it('puts the ends of a range in order', () => {
    expect(viewFromSearch({ 'b.x': '5..2' }).brushes.x).toMatchObject({ low: 2, high: 5 });
  });

  it('drops what the batch does not have', () => {
    const valid = validView(
      {
        ...full,
        objective: 'gone',
        pinned: [1, 9999],
        axes: [{ name: 'gone' }, { name: 'max_depth' }, { name: 'max_depth', scale: 'log' }],
        brushes: {
          gone: { kind: 'range', low: 0, high: 1, none: false },
          optimizer: { kind: 'range', low: 0, high: 1, none: false },
          early_stopping: { kind: 'set', values: ['maybe'], none: false },
          max_depth: { kind: 'set', values: ['5'], none: false },
        },
      },
      fromResponse(sweepResponse(50)),
    );
    expect(valid.objective).toBeNull();
    expect(valid.colour).toBeNull();
    expect(valid.pinned).toEqual([1]);
    expect(valid.axes).toEqual([{ name: 'max_depth' }]);
    expect(Object.keys(valid.brushes)).toEqual(['max_depth']);
  });
});
