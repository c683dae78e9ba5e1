import { expect, it } from 'vitest';

import { formatAligned } from './alignedNumber';

it.each([
  [54, 'en', '54.00'],
  [56.123, 'tr', '56,12'],
  [0.4, 'en', '0.4000'],
  [0, 'en', '0.000'],
  [-1.5, 'en', '-1.500'],
  [123456.7, 'en', '123,457'],
  [2e-7, 'en', '2E-7'],
] as const)('%d in %s is %s', (value, language, expected) => {
  expect(formatAligned(value, language)).toBe(expected);
});
