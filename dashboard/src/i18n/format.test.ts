import { describe, expect, it } from 'vitest';
import * as format from './format';

describe('formatMetric', () => {
  it.each([
    [2.4137, 'en', '2.414'],
    [2.4137, 'tr', '2,414'],
    [0, 'en', '0'],
    [123_456.7, 'en', '123,457'],
    [-0.05, 'tr', '-0,05'],
    [0.0000123456, 'en', '1.235E-5'],
  ] as const)('writes %d in %s as %s', (value, language, text) => {
    expect(format.formatMetric(value, language)).toBe(text);
  });
});

describe('formatDuration', () => {
  it.each([
    [0, 'en', '0 sec'],
    [0.035, 'tr', '35 msn'],
    [0.42, 'en', '420 ms'],
    [2.34, 'en', '2.3 sec'],
    [42, 'en', '42 sec'],
    [59.7, 'en', '1 min'],
    [760, 'en', '12 min 40 sec'],
    [760, 'tr', '12 dk. 40 sn.'],
    [3 * 3600, 'en', '3 hr'],
    [90_000, 'en', '1 day 1 hr'],
  ] as const)('writes %d s in %s as %s', (seconds, language, text) => {
    expect(format.formatDuration(seconds, language).replace(/\u00a0/g, ' ')).toBe(text);
  });
});

it('puts the percent sign where the language has it', () => {
  expect(format.formatPercent(0.63, 'en')).toBe('63%');
  expect(format.formatPercent(0.63, 'tr')).toBe('%63');
});

it('scales bytes', () => {
  expect(format.formatBytes(340, 'en')).toBe('340 byte');
  expect(format.formatBytes(1_423_529, 'en')).toBe('1.4 MB');
  expect(format.formatBytes(1_423_529, 'tr')).toBe('1,4 MB');
  expect(format.formatBytes(0, 'en')).toBe('0 byte');
});

it('tells distances in time', () => {
  const now = Date.parse('2026-03-01T12:00:00Z');
  expect(format.formatRelative('2026-03-01T11:55:00Z', 'en', now)).toBe('5 minutes ago');
  expect(format.formatRelative('2026-02-28T12:00:00Z', 'tr', now)).toBe('dün');
  expect(format.formatRelative('2025-03-01T12:00:00Z', 'en', now)).toBe('Mar 1, 2025');
});

describe('formatLiteral', () => {
  it.each([
    [0.0019, '1.9e-3'],
    [0.05, '0.05'],
    [128, '128'],
    [10_000_000, '1e7'],
    [0, '0'],
    ['adamw', 'adamw'],
    [true, 'true'],
    [null, 'null'],
    [[64, 32], '[64,32]'],
  ])('keeps %j as %s', (value, text) => {
    expect(format.formatLiteral(value)).toBe(text);
  });
});
