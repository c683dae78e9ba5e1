import { describe, expect, it } from 'vitest';

import { pickTarget, targetProblem, type Column } from './columns';

const column = (name: string, dtype: Column['dtype'], distinct = 20): Column => ({
  name,
  dtype,
  distinct,
  missing: 0,
});

describe('targetProblem', () => {
  it.each([
    [column('a', 'number'), 'regression', null],
    [column('a', 'integer'), 'regression', null],
    [column('a', 'boolean', 2), 'regression', null],
    [column('a', 'number', 1), 'regression', 'constant'],
    [column('a', 'number', 0), 'regression', 'allMissing'],
    [column('a', 'text'), 'regression', 'text'],
    [column('a', 'text'), 'classification', 'text'],
    [column('a', 'category'), 'regression', 'category'],
    [column('a', 'category'), 'classification', null],
    [column('a', 'datetime'), 'forecasting', 'datetime'],
  ] as const)('judges %o for %s', (candidate, task, expected) => {
    expect(targetProblem(candidate, task)).toBe(expected);
  });
});

describe('pickTarget', () => {
  const columns = [column('age', 'number'), column('y', 'number'), column('note', 'text')];

  it('takes the column asked for, even one the form will refuse with its reason', () => {
    expect(pickTarget(columns, 'regression', 'note')).toBe('note');
  });

  it('else takes the last usable column, or none', () => {
    expect(pickTarget(columns, 'regression')).toBe('y');
    expect(pickTarget(columns, 'regression', 'gone')).toBe('y');
    expect(pickTarget([column('note', 'text')], 'regression')).toBeNull();
  });
});
