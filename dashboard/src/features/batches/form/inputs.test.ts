import { expect, it } from 'vitest';

import { readMegabytes, readSeconds, readWhole } from './inputs';

it.each([
  ['', null],
  [' 7 ', 7],
  ['0', undefined],
  ['11', undefined],
  ['1.5', undefined],
  ['x', undefined],
])('reads the whole number %j as %s', (text, value) => {
  expect(readWhole(text, 1, 10)).toBe(value);
});

it.each([
  ['', null],
  ['90', 90],
  ['10 dk', 600],
  ['1,5 h', 5400],
  ['2sa.', 7200],
  ['0', undefined],
  ['5 parsec', undefined],
  ['1.2.3', undefined],
])('reads the time %j as %s seconds', (text, value) => {
  expect(readSeconds(text)).toBe(value);
});

it.each([
  ['512', 512],
  ['1.5 GB', 1536],
  ['255', undefined],
  ['2 TB', undefined],
])('reads the memory %j as %s MB', (text, value) => {
  expect(readMegabytes(text)).toBe(value);
});
