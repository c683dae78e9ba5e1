import { describe, expect, it } from 'vitest';
import { parseListSweep } from './listSweep';

const lists = (text: string) => parseListSweep(text, {});

describe('parseListSweep', () => {
  it.each([
    ['[64], [128, 64]', [[64], [128, 64]]],
    ['[64],[128,64]', [[64], [128, 64]]],
    ['[64]; [128, 64]\n[32]', [[64], [128, 64], [32]]],
    [' [ 0.5 , 1e-3 ] ', [[0.5, 1e-3]]],
    ['[]', [[]]],
    ['["a, b", "c]"], ["\\"d"]', [['a, b', 'c]'], ['"d']]],
  ])('reads %j', (text, expected) => {
    expect(lists(text)).toEqual({ values: expected, issues: [], duplicates: [] });
  });

  it.each([
    ['64', 'notList', '64'],
    ['[64], 32', 'notList', '32'],
    ['[64', 'badList', '[64'],
    ['[64 32]', 'badList', '[64 32]'],
    ['[adam]', 'badList', '[adam]'],
    [' , ', 'empty', ''],
  ])('refuses %j as %s', (text, code, token) => {
    expect(lists(text).issues).toEqual([{ code, token }]);
  });

  it('runs a list once however it is written, and keeps others apart by order and length', () => {
    expect(lists('[64, 32], [64,32], [32, 64], [6432]')).toEqual({
      values: [[64, 32], [32, 64], [6432]],
      issues: [],
      duplicates: [[64, 32]],
    });
  });

  it('takes none where it is a value, and reports what the check refuses', () => {
    const options = {
      nullable: true,
      check: (value: unknown) => (Array.isArray(value) && value.length > 1 ? 'too long' : null),
    };
    expect(parseListSweep('none, [1], [1, 2]', options)).toEqual({
      values: [null, [1]],
      issues: [{ code: 'outOfBounds', token: '[1, 2]', detail: 'too long' }],
      duplicates: [],
    });
  });
});
