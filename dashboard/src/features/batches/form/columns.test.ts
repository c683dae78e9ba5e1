import { describe, expect, it } from 'vitest';

import type { Column } from '@/api/types';

import { betterTask, pickTarget, targetProblem, timeColumns } from './columns';

const ROWS = 100;

const column = (name: string, dtype: Column['dtype'], distinct = 20, missing = 0): Column => ({
  name,
  dtype,
  distinct,
  missing,
});

describe('targetProblem', () => {
  it.each([
    [column('a', 'number'), 'regression', null],
    [column('a', 'integer'), 'regression', null],
    [column('a', 'boolean', 2), 'regression', 'notNumeric'],
    [column('a', 'number', 1), 'regression', 'constant'],
    [column('a', 'number', 0, ROWS), 'regression', 'allMissing'],
    [column('a', 'number', 9, 91), 'regression', 'tooFewRows'],
    [column('a', 'number', 10, 90), 'regression', null],
    [column('a', 'text'), 'regression', 'text'],
    [column('a', 'text', 101), 'classification', 'text'],
    [column('a', 'text', 90), 'classification', null],
    [column('a', 'category', 101), 'classification', 'tooManyClasses'],
    [column('a', 'integer', 90), 'classification', null],
    [column('a', 'number', 21), 'classification', 'tooManyClasses'],
    [column('a', 'datetime'), 'classification', 'notClasses'],
    [column('a', 'boolean', 1), 'classification', 'constant'],
    [{ ...column('a', 'category'), rarest: 1 }, 'classification', 'rareClass'],
    [{ ...column('a', 'category'), rarest: 2 }, 'classification', null],
    [{ ...column('a', 'number'), rarest: 1 }, 'regression', null],
    [column('a', 'category'), 'regression', 'notNumeric'],
    [column('a', 'category'), 'classification', null],
    [column('a', 'datetime'), 'forecasting', 'notNumeric'],
  ] as const)('judges %o for %s', (candidate, task, expected) => {
    expect(targetProblem(candidate, ROWS, task)).toBe(expected);
  });
});

describe('pickTarget', () => {
  const columns = [column('age', 'number'), column('y', 'number'), column('note', 'text')];
  const table = { columns, row_count: ROWS };

  it('takes the column asked for, even one the form will refuse with its reason', () => {
    expect(pickTarget(table, 'regression', 'note')).toBe('note');
  });

  it('else takes the last usable column, or none', () => {
    expect(pickTarget(table, 'regression')).toBe('y');
    expect(pickTarget(table, 'regression', 'gone')).toBe('y');
    expect(pickTarget({ columns: columns.slice(2), row_count: ROWS }, 'regression')).toBeNull();
  });
});

describe('timeColumns', () => {
  it('offers dates and numbers, never the target', () => {
    const columns = [column('t', 'datetime'), column('y', 'number'), column('c', 'category')];
    expect(timeColumns(columns, 'y').map((candidate) => candidate.name)).toEqual(['t']);
  });
});

describe('betterTask', () => {
  const month = column('month', 'datetime', 100);
  const sales = column('sales', 'number');
  const kind = column('kind', 'category', 3);
  const price = column('price', 'number', 90);
  const table = (...columns: Column[]) => ({ columns, row_count: ROWS });

  it.each([
    ['classes for a regression', table(sales, kind), 'kind', 'regression', 'classification'],
    ['a series for a regression', table(month, sales), 'sales', 'regression', 'forecasting'],
    ['a measure for a classifier', table(price, kind), 'price', 'classification', 'regression'],
    ['what fits already', table(sales, kind), 'sales', 'regression', null],
    ['a series with other columns', table(month, sales, price), 'sales', 'regression', null],
    ['a series that is forecast', table(month, sales), 'sales', 'forecasting', null],
    ['what nobody can predict', table(column('note', 'text', 101)), 'note', 'regression', null],
    ['no target', table(sales), null, 'regression', null],
  ] as const)('of %s', (_, data, target, task, expected) => {
    expect(betterTask(data, target, task)).toBe(expected);
  });
});
