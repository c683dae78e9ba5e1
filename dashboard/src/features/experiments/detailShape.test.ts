import { describe, expect, it } from 'vitest';

import { crossValidationOf, shapeOf } from './detailShape';

describe('shapeOf', () => {
  it.each([
    [0, { kind: 'scalar', value: 0 }],
    [null, { kind: 'scalar', value: null }],
    [[1, 'a'], { kind: 'list', values: [1, 'a'] }],
    [[], { kind: 'list', values: [] }],
    [[{ a: 1 }, { b: 2 }], { kind: 'table', columns: ['a', 'b'], rows: [{ a: 1 }, { b: 2 }] }],
    [{ a: 1 }, { kind: 'group', entries: [['a', 1]] }],
    [[[1], [2]], { kind: 'json', value: [[1], [2]] }],
  ])('of %j', (value, shape) => {
    expect(shapeOf(value)).toEqual(shape);
  });

  it('ends in JSON where groups nest too deep', () => {
    expect(shapeOf({ a: 1 }, 0)).toEqual({ kind: 'json', value: { a: 1 } });
  });
});

describe('crossValidationOf', () => {
  const spread = { mean: 1, std: 0.1, values: [0.9, 1.1] };

  it('takes the spread of every metric that has one', () => {
    const cv = { folds: 2, kind: 'k-fold', metrics: { rmse: spread, odd: 3 } };
    expect(crossValidationOf({ cv })).toEqual({ ...cv, metrics: { rmse: spread } });
  });

  it.each([{}, { cv: null }, { cv: { folds: 'two', metrics: {} } }])(
    'finds none in %j',
    (details) => {
      expect(crossValidationOf(details)).toBeNull();
    },
  );
});
