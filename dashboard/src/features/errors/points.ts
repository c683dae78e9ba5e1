import type {
  Analysis,
  ClassificationAnalysis,
  ForecastingAnalysis,
  RegressionAnalysis,
  Segment,
  Segmenting,
} from '@/api/types';
import type { Filterable } from './filter';
import { meanError, mean, share } from './statistics';

export type NumberAnalysis = RegressionAnalysis | ForecastingAnalysis;

/** The segmenting by steps ahead, which is no column. */
export const HORIZON = '@step';

/** Everything filters and figures need per point. */
export interface ErrorPoints extends Filterable {
  /** Rows of the dataset. */
  index: readonly number[];
  /** Per point how wrong the model is: the absolute residual, or 1 for a wrong class. */
  error: readonly (number | null)[];
}

export function pointsOf(analysis: Analysis): ErrorPoints {
  return analysis.task === 'classification' ? classPoints(analysis) : numberPoints(analysis);
}

function numberPoints(analysis: NumberAnalysis): ErrorPoints {
  const { actual, predicted, index } = analysis.actual_vs_predicted;
  const residual = actual.map((value, at) => {
    const guess = predicted[at] ?? null;
    return value === null || guess === null ? null : value - guess;
  });
  return {
    count: index.length,
    index,
    actual,
    predicted,
    residual,
    error: residual.map((value) => (value === null ? null : Math.abs(value))),
    classes: null,
    segmentings: segmentingsOf(analysis),
  };
}

function classPoints(analysis: ClassificationAnalysis): ErrorPoints {
  const { actual, predicted, index } = analysis.probabilities;
  const none = index.map(() => null);
  return {
    count: index.length,
    index,
    actual: none,
    predicted: none,
    residual: none,
    error: actual.map((value, at) => (value === predicted[at] ? 0 : 1)),
    classes: { actual, predicted },
    segmentings: segmentingsOf(analysis),
  };
}

/** By every column, and of a forecast by the steps ahead. */
function segmentingsOf(analysis: Analysis): Segmenting[] {
  if (analysis.task !== 'forecasting') return analysis.by_feature;
  const steps = analysis.by_horizon.map(({ step }) => step);
  const horizon: Segmenting = {
    name: HORIZON,
    kind: 'category',
    segments: analysis.by_horizon.map(({ step, rows, error, error_low, error_high, bias }) => {
      return {
        label: String(step),
        low: null,
        high: null,
        rows,
        error,
        error_low,
        error_high,
        bias,
      };
    }),
    codes: analysis.forecast.step.map((step) => steps.indexOf(step)),
  };
  return [...analysis.by_feature, horizon];
}

/** The values of the points that pass, without those that are missing. */
export function chosen(
  values: readonly (number | null)[],
  mask: readonly boolean[] | null,
): number[] {
  return values.filter((value, at): value is number => value !== null && mask?.[at] !== false);
}

/**
 * The segments of the points that pass. Without a filter the server's own, which are of all rows, not
 * only of the points.
 */
export function segmentsOf(
  segmenting: Segmenting,
  points: ErrorPoints,
  mask: readonly boolean[] | null,
): Segment[] {
  if (mask === null) return segmenting.segments;
  return segmenting.segments.map((segment, place) => {
    const inside = segmenting.codes.map((code, at) => code === place && mask[at] === true);
    const errors = chosen(points.error, inside);
    if (errors.length === 0) {
      return { ...segment, rows: 0, error: null, error_low: null, error_high: null, bias: null };
    }
    const wrong = mean(errors) * errors.length;
    const estimate =
      points.classes === null ? meanError(errors) : share(Math.round(wrong), errors.length);
    const residuals = chosen(points.residual, inside);
    return {
      ...segment,
      rows: errors.length,
      error: estimate.value,
      error_low: estimate.low,
      error_high: estimate.high,
      bias: residuals.length === 0 ? null : mean(residuals),
    };
  });
}
