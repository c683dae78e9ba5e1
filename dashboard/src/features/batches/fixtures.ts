import type { Dataset, Experiment, Pipeline } from '@/api/types';
import { makeDataset } from '@/testing/data';

/** A pipeline with one parameter of every kind, for tests. */
export const makePipeline = (fields: Partial<Pipeline> = {}): Pipeline => ({
  id: 'gradient-boosting',
  name: 'Gradient boosting',
  task: 'regression',
  description: 'Boosted trees.',
  i18n: { tr: { name: 'Gradyan artırma', description: 'Artırmalı ağaçlar.' } },
  version: '1.0.0',
  ok: true,
  error: null,
  default_objective: { metric: 'rmse', direction: 'minimize' },
  metrics: [
    { name: 'rmse', direction: 'minimize', unit: 'target' },
    { name: 'r2', direction: 'maximize' },
  ],
  config_schema: {
    type: 'object',
    additionalProperties: false,
    properties: {
      learning_rate: {
        type: 'number',
        default: 0.1,
        minimum: 0.0001,
        maximum: 1,
        title: 'Learning rate',
        description: 'How much each new tree counts.',
        'x-i18n': { tr: { title: 'Öğrenme oranı', description: 'Her ağacın ağırlığı.' } },
      },
      max_leaf_nodes: {
        type: 'integer',
        default: 31,
        minimum: 2,
        title: 'Leaves per tree',
        description: 'Most leaves of one tree.',
      },
      max_depth: {
        type: ['integer', 'null'],
        default: null,
        minimum: 1,
        title: 'Tree depth',
        description: 'Empty means no limit.',
      },
      early_stopping: {
        type: 'boolean',
        default: false,
        title: 'Early stopping',
        description: 'Stop when it no longer improves.',
      },
      exclude_columns: {
        type: 'array',
        items: { type: 'string' },
        default: [],
        title: 'Columns to leave out',
        description: 'Columns the model must not see.',
        'x-sweepable': false,
      },
    },
  },
  ...fields,
});

export const makeTable = (fields: Partial<Dataset> = {}): Dataset =>
  makeDataset({
    id: 'd1',
    name: 'diabetes',
    row_count: 442,
    columns: [
      { name: 'bmi', dtype: 'number', missing: 0, distinct: 160 },
      { name: 'site', dtype: 'number', missing: 0, distinct: 1 },
      { name: 'note', dtype: 'text', missing: 0, distinct: 400 },
      { name: 'progression', dtype: 'number', missing: 0, distinct: 214 },
    ],
    ...fields,
  });

export const makeRun = (fields: Partial<Experiment> = {}): Experiment => ({
  id: 'r1',
  kind: 'experiment',
  number: 1,
  state: 'succeeded',
  batch_id: 'b1',
  created_at: '2026-01-31T09:30:00Z',
  started_at: '2026-01-31T09:30:01Z',
  finished_at: '2026-01-31T09:30:02Z',
  attempt: 1,
  progress: 1,
  queue_position: null,
  error: null,
  cancel_requested: false,
  name: 'sweep #1',
  pipeline: 'gradient-boosting',
  pipeline_version: '1.0.0',
  dataset_id: 'd1',
  dataset_name: 'diabetes',
  target: 'progression',
  time_column: null,
  config: { learning_rate: 0.01, max_depth: null },
  params: { learning_rate: 0.01 },
  seed: 0,
  metrics: { rmse: 54.1 },
  baseline_metrics: { rmse: 77 },
  metric_specs: [{ name: 'rmse', direction: 'minimize', unit: 'target' }],
  curves: {},
  stopped_early: false,
  model_kept: true,
  row_counts: { train: 353, holdout: 89 },
  timings: { queued_s: 0.4, run_s: 0.8, fit_s: 0.6 },
  provenance: null,
  ...fields,
});
