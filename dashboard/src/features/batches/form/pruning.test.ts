import { expect, it } from 'vitest';
import { makePipeline } from '@/testing/data';
import { whyNotPruned } from './pruning';

it.each([
  [true, {}, null],
  [false, {}, 'noCurve'],
  [false, { cv: 'none', cv_folds: 10 }, 'noCurve'],
  [false, { cv: 'k-fold', cv_folds: 7 }, null],
  [true, { cv: 'time', cv_folds: 6 }, 'fewFolds'],
] as const)('curve %s with %j: %s', (live_curve, config, reason) => {
  expect(whyNotPruned(makePipeline({ live_curve }), config)).toBe(reason);
});
