import { expect, it } from 'vitest';

import { sparklinePath } from './sparklinePath';

const BOX = { width: 80, height: 24, pad: 2 };

it('steps down where a better value came and holds it to the end', () => {
  expect(sparklinePath([3, 3, 2, 2, 1], BOX)).toBe('M0 2H40V12H80V22H80');
});

it('rises for an objective that is maximised', () => {
  expect(sparklinePath([0, 1], BOX)).toBe('M0 22H80V2H80');
});

it('is level for one value or equal ones, zero included', () => {
  expect(sparklinePath([0], BOX)).toBe('M0 12H80');
  expect(sparklinePath([5, 5, 5], BOX)).toBe('M0 12H80');
});

it('is nothing without a value', () => {
  expect(sparklinePath([], BOX)).toBe('');
});

it('stays short for a long trace', () => {
  const trace = Array.from({ length: 10_000 }, (_, index) => (index < 5_000 ? 2 : 1));
  expect(sparklinePath(trace, BOX).length).toBeLessThan(40);
});
