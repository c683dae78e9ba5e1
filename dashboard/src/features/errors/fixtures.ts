import type { ClassificationAnalysis, ForecastingAnalysis, RegressionAnalysis } from '@/api/types';

/** Six held-out rows: three of "a", which are predicted well, and three of "b", which are not. */
export const makeAnalysis = (fields: Partial<RegressionAnalysis> = {}): RegressionAnalysis => ({
  task: 'regression',
  experiment_id: 'r1',
  target: 'price',
  row_count: 6,
  sampled: false,
  point_count: 6,
  truncated_columns: 0,
  headline: [
    { code: 'under_predicts_above', values: { from: 30.5, rows: 2, of: 3 } },
    {
      code: 'segment_worse',
      values: {
        column: 'kind', kind: 'category', label: 'b', low: null, high: null,
        error: 4, overall: 2.5, ratio: 1.6, rows: 3,
      },
    },
  ],
  by_feature: [
    {
      name: 'kind',
      kind: 'category',
      segments: [
        { label: 'a', low: null, high: null, rows: 3, error: 1, error_low: 1, error_high: 1, bias: 1 / 3 },
        { label: 'b', low: null, high: null, rows: 3, error: 4, error_low: 2, error_high: 6, bias: 4 },
      ],
      codes: [0, 1, 0, 1, 0, 1],
    },
    {
      name: 'day',
      kind: 'time',
      segments: [
        { label: 'month:7', low: null, high: null, rows: 6, error: 2.5, error_low: 1, error_high: 4, bias: 2 },
      ],
      codes: [0, 0, 0, 0, 0, 0],
    },
  ],
  residuals: {
    mean: 13 / 6, std: 2.483, skew: 0.3, kurtosis: -1,
    quantiles: { '0.05': -0.5, '0.95': 5.5 },
    mae: 2.5, rmse: 3.1,
  },
  residual_histogram: { edges: [-2, 0, 2, 4, 6], counts: [1, 2, 1, 2] },
  // Residuals 1, 2, -1, 4, 1, 6.
  actual_vs_predicted: {
    actual: [11, 22, 19, 34, 31, 46],
    predicted: [10, 20, 20, 30, 30, 40],
    index: [100, 101, 102, 103, 104, 105],
  },
  residual_vs_predicted: { predicted: [10, 40], median: [1, 5], low: [0, 4], high: [2, 6] },
  qq: { theoretical: [-1, 0, 1], observed: [-1.2, 0, 1.1] },
  density: null,
  worst: [
    {
      row: 105, actual: 46, predicted: 40, residual: 6, sigma: 2.42,
      inputs: { kind: 'b', size: 900 },
      differs: [{ name: 'size', value: 900, typical: 120, score: 5.2 }],
    },
    { row: 103, actual: 34, predicted: 30, residual: 4, sigma: 1.61, inputs: { kind: 'b' }, differs: [] },
  ],
  ...fields,
}); // prettier-ignore

/** Two forecasts of two steps each, one after the other. */
export const makeForecast = (fields: Partial<ForecastingAnalysis> = {}): ForecastingAnalysis => {
  const { by_feature, ...shared } = makeAnalysis();
  return {
    ...shared,
    by_feature: by_feature.slice(1).map((one) => ({ ...one, codes: [0, 0, 0, 0] })),
    task: 'forecasting',
    row_count: 4,
    point_count: 4,
    actual_vs_predicted: {
      actual: [11, 22, 19, 34],
      predicted: [10, 20, 20, 30],
      index: [100, 101, 102, 103],
    },
    forecast: {
      level: 0.9,
      time: ['2024-07-01', '2024-07-02', '2024-07-03', '2024-07-04'],
      step: [1, 2, 1, 2],
      origin: [99, 99, 101, 101],
      lower: [9, 18, 18, 28],
      upper: [12, 21, 22, 33],
    },
    coverage: { target: 0.9, actual: 0.5, rows: 4 },
    by_horizon: [
      { step: 1, rows: 2, error: 1, error_low: 1, error_high: 1, bias: 0, coverage: 1 },
      { step: 2, rows: 2, error: 3, error_low: 1, error_high: 5, bias: 3, coverage: 0 },
    ],
    ...fields,
  };
};

export const makeClasses = (
  fields: Partial<ClassificationAnalysis> = {},
): ClassificationAnalysis => ({
  task: 'classification',
  experiment_id: 'r1',
  target: 'species',
  row_count: 4,
  sampled: false,
  point_count: 4,
  truncated_columns: 0,
  headline: [{ code: 'confuses', values: { actual: 'cat', predicted: 'dog', rows: 1, of: 2 } }],
  by_feature: [
    {
      name: 'species',
      kind: 'category',
      segments: [
        { label: 'cat', low: null, high: null, rows: 2, error: 0.5, error_low: 0.1, error_high: 0.9, bias: null },
        { label: 'dog', low: null, high: null, rows: 2, error: 0, error_low: 0, error_high: 0.6, bias: null },
      ],
      codes: [0, 0, 1, 1],
    },
  ],
  classes: ['cat', 'dog'],
  confusion: [
    [1, 1],
    [0, 2],
  ],
  accuracy: 0.75,
  roc: [{ class: 'dog', false_positive_rate: [0, 1], true_positive_rate: [0, 1], auc: 0.75 }],
  precision_recall: [{ class: 'dog', recall: [1, 0], precision: [0.6, 1], average_precision: 0.8 }],
  calibration: [{ class: 'dog', predicted: [0.1, 0.9], observed: [0, 0.7], rows: [1, 3] }],
  probabilities: {
    actual: [0, 0, 1, 1],
    predicted: [0, 1, 1, 1],
    confidence: [0.9, 0.7, 0.9, 0.8],
    index: [7, 8, 9, 10],
  },
  worst: [{ row: 8, actual: 'cat', predicted: 'dog', probability: 0.3, inputs: {}, differs: [] }],
  ...fields,
}); // prettier-ignore
