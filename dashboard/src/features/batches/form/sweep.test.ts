import { describe, expect, it } from 'vitest';

import { parseSweep, splitTokens } from './sweep';

const numbers = (text: string) => parseSweep(text, { kind: 'number' });
const integers = (text: string) => parseSweep(text, { kind: 'integer' });

describe('parseSweep of numbers', () => {
  it.each([
    ['0.01, 0.03, 0.1', [0.01, 0.03, 0.1]],
    ['0,01; 0,03', [0.01, 0.03]],
    ['0,01, 0,03, 0,1', [0.01, 0.03, 0.1]],
    ['0,01', [0.01]],
    ['0.01,0.03,0.1', [0.01, 0.03, 0.1]],
    ['1e-4, 1E-3\n.5', [1e-4, 1e-3, 0.5]],
    ['1\n2\r\n3', [1, 2, 3]],
    ['1\t2\t3', [1, 2, 3]],
    ['10,20,30', [10, 20, 30]],
    ['-1; −2', [-1, -2]],
    [' 0.5 ;; 0.6 , ', [0.5, 0.6]],
    ['0', [0]],
  ])('reads %j', (text, expected) => {
    expect(numbers(text)).toEqual({ values: expected, issues: [], duplicates: [] });
  });

  it.each([
    ['0,1,0,3', 'ambiguousComma', '0,1,0,3'],
    ['1, abc', 'notNumber', 'abc'],
    ['0x10', 'notNumber', '0x10'],
    ['1e999', 'notNumber', '1e999'],
    ['NaN', 'notNumber', 'NaN'],
    ['0.1 0.2', 'spaceInside', '0.1 0.2'],
    ['00', 'leadingZero', '00'],
  ])('refuses %j as %s', (text, code, token) => {
    expect(numbers(text).issues).toEqual([{ code, token }]);
  });

  it('keeps the good values beside the bad one', () => {
    expect(numbers('0.1; x; 0.2').values).toEqual([0.1, 0.2]);
  });

  it('runs a value once however often it is written', () => {
    expect(numbers('0.001; 1e-3; 0.001')).toEqual({
      values: [0.001],
      issues: [],
      duplicates: [0.001, 0.001],
    });
  });

  it('says that nothing was written', () => {
    expect(numbers(' ;\n').issues).toEqual([{ code: 'empty', token: '' }]);
  });

  it('reports what the check refuses and drops the value', () => {
    const parsed = parseSweep('0.5; 2', {
      kind: 'number',
      check: (value) => ((value as number) > 1 ? 'at most 1' : null),
    });
    expect(parsed.values).toEqual([0.5]);
    expect(parsed.issues).toEqual([{ code: 'outOfBounds', token: '2', detail: 'at most 1' }]);
  });
});

describe('parseSweep of integers', () => {
  it('separates on every comma', () => {
    expect(integers('31,63,127').values).toEqual([31, 63, 127]);
    expect(integers('1,2').values).toEqual([1, 2]);
  });

  it('refuses fractions and thousands separators', () => {
    expect(integers('1.5').issues).toEqual([{ code: 'notInteger', token: '1.5' }]);
    expect(integers('1,000').issues).toEqual([{ code: 'leadingZero', token: '000' }]);
    expect(integers('1 000').issues).toEqual([{ code: 'spaceInside', token: '1 000' }]);
  });

  it('accepts a whole number written as 1e3', () => {
    expect(integers('1e3').values).toEqual([1000]);
  });
});

describe('parseSweep of other kinds', () => {
  it('reads none as null only where null is a value', () => {
    expect(parseSweep('none; 3; Yok', { kind: 'integer', nullable: true })).toEqual({
      values: [null, 3],
      issues: [],
      duplicates: [null],
    });
    expect(integers('none').issues[0]?.code).toBe('notNumber');
  });

  it('keeps words and commas inside words', () => {
    expect(splitTokens('adam, sgd;a,b', 'text')).toEqual(['adam', 'sgd', 'a,b']);
  });
});
