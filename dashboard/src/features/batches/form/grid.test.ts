import { describe, expect, it } from 'vitest';

import { countRuns, productText, toSpace } from './grid';

const axes = [
  { name: 'learning_rate', spec: [0.01, 0.03, 0.1, 0.3], count: 4 },
  { name: 'max_leaf_nodes', spec: [15, 31, 63], count: 3 },
  { name: 'early_stopping', spec: [true, false], count: 2 },
];
const range = { name: 'alpha', spec: { low: 0, high: 1 }, count: Infinity };

describe('the grid', () => {
  it('multiplies its axes', () => {
    expect(countRuns(axes)).toBe(24);
    expect(productText(axes, String)).toBe('4 × 3 × 2');
  });

  it('is one run without an axis and none while an axis is empty', () => {
    expect(countRuns([])).toBe(1);
    expect(countRuns([...axes, { name: 'x', spec: [], count: 0 }])).toBe(0);
    expect(countRuns([range, { name: 'x', spec: [], count: 0 }])).toBe(0);
  });

  it('has no end of combinations with a range', () => {
    expect(countRuns([...axes, range])).toBe(Infinity);
  });

  it('writes no product for a single axis', () => {
    expect(productText(axes.slice(0, 1), String)).toBe('');
  });

  it('becomes the space of the request', () => {
    expect(toSpace([...axes.slice(2), range])).toEqual({
      early_stopping: [true, false],
      alpha: { low: 0, high: 1 },
    });
  });
});
