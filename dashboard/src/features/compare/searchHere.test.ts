import { describe, expect, it } from 'vitest';
import type { Search } from '@/api/types';
import { makeBatch } from '@/testing/data';
import { sweepResponse } from './fixtures';
import { fromResponse } from './fromResponse';
import { searchHere } from './searchHere';
import type { Brush } from './types';

const data = fromResponse(sweepResponse(60));
const space: Search['space'] = {
  learning_rate: { low: 1e-5, high: 0.1, log: true },
  max_depth: { low: 2, high: 10, step: 1 },
  optimizer: ['adam', 'adamw', 'rmsprop', 'sgd'],
  early_stopping: [true, false],
  l2: [0, 0.001, 0.1],
};
const batch = makeBatch({ search: { strategy: 'random', space, max_runs: 60, seed: 0 } });
const range = (low: number | null, high: number | null): Brush => ({
  kind: 'range',
  low,
  high,
  none: false,
});
const set = (...values: string[]): Brush => ({ kind: 'set', values, none: false });
const here = (brushes: Record<string, Brush>) => searchHere(batch, data, brushes);

describe('searching on where the brushes are', () => {
  it('narrows the brushed parameters and keeps the others', () => {
    expect(here({ learning_rate: range(1e-3, 0.01) })).toEqual({
      strategy: 'random',
      space: { ...space, learning_rate: { low: 1e-3, high: 0.01, log: true } },
      maxRuns: 20,
    });
  });

  it('takes an open end from the space searched so far, and whole numbers inside the brush', () => {
    expect(here({ learning_rate: range(null, 0.01) })?.space.learning_rate).toMatchObject({
      low: 1e-5,
    });
    expect(here({ max_depth: range(3.2, 7.9) })?.space.max_depth).toEqual({ low: 4, high: 7 });
    expect(here({ max_depth: range(3.5, 4.5) })?.space.max_depth).toEqual([4]);
    expect(here({ max_depth: range(3.2, 3.8) })).toBeNull();
  });

  it('searches between listed values, and keeps chosen ones as they were given', () => {
    expect(here({ l2: range(0.001, 0.1) })?.space.l2).toEqual({ low: 0.001, high: 0.1 });
    expect(here({ optimizer: set('sgd', 'adam') })?.space.optimizer).toEqual(['adam', 'sgd']);
    expect(here({ early_stopping: set('true') })?.space.early_stopping).toEqual([true]);
  });

  it('samples where the batch was a grid', () => {
    const grid = { ...batch, search: { ...batch.search, strategy: 'grid' as const } };
    expect(searchHere(grid, data, { l2: range(0, 0.1) })?.strategy).toBe('tpe');
  });

  it('needs a brush on a parameter', () => {
    expect(here({})).toBeNull();
    expect(here({ rmse: range(null, 3) })).toBeNull();
    expect(here({ optimizer: set('gone') })).toBeNull();
  });
});
