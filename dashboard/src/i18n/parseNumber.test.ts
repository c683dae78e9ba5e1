import { describe, expect, it } from 'vitest';
import { parseNumber } from './parseNumber';

describe('parseNumber', () => {
  it.each([
    ['0.01', 0.01],
    ['0,01', 0.01],
    [' 1e-3 ', 0.001],
    ['1,5e3', 1500],
    ['-2', -2],
    ['\u22122', -2],
    [',5', 0.5],
    ['3.', 3],
  ])('reads %s', (text, value) => {
    expect(parseNumber(text)).toBe(value);
  });

  it.each(['', 'abc', '1,2,3', '1.000,5', '0x10', '1e999', 'NaN', 'Infinity', '1 2'])(
    'refuses %j',
    (text) => {
      expect(parseNumber(text)).toBeNull();
    },
  );
});
