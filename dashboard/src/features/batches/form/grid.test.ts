import { describe, expect, it } from 'vitest';

import { countRuns, productText, toSpace } from './grid';

const axes = [
  { name: 'learning_rate', values: [0.01, 0.03, 0.1, 0.3] },
  { name: 'max_leaf_nodes', values: [15, 31, 63] },
  { name: 'early_stopping', values: [true, false] },
];

describe('the grid', () => {
  it('multiplies its axes', () => {
    expect(countRuns(axes)).toBe(24);
    expect(productText(axes, String)).toBe('4 × 3 × 2');
  });

  it('is one run without an axis and none while an axis is empty', () => {
    expect(countRuns([])).toBe(1);
    expect(countRuns([...axes, { name: 'x', values: [] }])).toBe(0);
  });

  it('writes no product for a single axis', () => {
    expect(productText(axes.slice(0, 1), String)).toBe('');
  });

  it('becomes the space of the request', () => {
    expect(toSpace(axes.slice(2))).toEqual({ early_stopping: [true, false] });
  });
});
