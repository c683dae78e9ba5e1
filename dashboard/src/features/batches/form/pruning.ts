import type { Pipeline } from '@/api/types';

/** Cross-validated runs have a point per fold; shorter curves are never judged. */
export const LEAST_FOLDS = 7;

/** Why successive halving would do nothing, as on the server; `null` where it works. */
export function whyNotPruned(
  pipeline: Pipeline,
  config: Readonly<Record<string, unknown>>,
): 'noCurve' | 'fewFolds' | null {
  const { cv, cv_folds: folds } = config;
  if (typeof cv === 'string' && cv !== 'none' && typeof folds === 'number') {
    return folds < LEAST_FOLDS ? 'fewFolds' : null;
  }
  return pipeline.live_curve ? null : 'noCurve';
}
