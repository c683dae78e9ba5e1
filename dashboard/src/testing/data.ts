import type { Batch, Dataset, Job, Me, Pipeline, Sample } from '@/api/types';

/** Real-looking answers of the API; pass what matters to the test. */
export const makeMe = (fields: Partial<Me> = {}): Me => ({
  id: '0197c0de-7a10-7cc3-98c4-dc0c0c07398f',
  name: 'admin',
  role: 'admin',
  has_password: true,
  ...fields,
});

export const makeDataset = (fields: Partial<Dataset> = {}): Dataset => ({
  id: '019a9f5e-7d2b-7c11-9a53-0d6f2f3b7a10',
  name: 'housing.csv',
  format: 'csv',
  sha256: '2f5f3c3f8d0d2e3a3f0b1f7c8e7b7a8d5c2f6a9e4b1d0c9f8e7d6c5b4a392817',
  size_bytes: 1_423_529,
  row_count: 20_640,
  columns: [
    { name: 'median_income', dtype: 'number', missing: 0, distinct: 12_928 },
    { name: 'ocean_proximity', dtype: 'category', missing: 207, distinct: 5 },
    { name: 'median_house_value', dtype: 'number', missing: 0, distinct: 3842 },
  ],
  sample_key: null,
  created_at: '2026-01-31T09:30:00Z',
  ...fields,
});

export const makeSample = (fields: Partial<Sample> = {}): Sample => ({
  key: 'diabetes',
  name: 'Diabetes',
  description: 'Ten measurements of 442 patients.',
  source: 'scikit-learn',
  license: 'BSD-3-Clause',
  row_count: 442,
  column_count: 11,
  suggested: { target: 'progression', pipeline: 'gradient-boosting', time_column: null },
  i18n: { tr: { name: 'Diyabet', description: '442 hastanın on ölçümü.' } },
  ...fields,
});

export const makeBatch = (fields: Partial<Batch> = {}): Batch => ({
  id: '019a9f60-0000-7000-8000-000000000001',
  kind: 'experiment',
  name: 'learning rate sweep',
  state: 'running',
  counts: { queued: 2, running: 1, succeeded: 3, failed: 0, cancelled: 0 },
  job_count: 6,
  best: null,
  best_trace: [],
  progress: 0.5,
  eta_seconds: 90,
  created_at: '2026-01-31T09:30:00Z',
  started_at: '2026-01-31T09:30:01Z',
  finished_at: null,
  cancel_requested: false,
  pipeline: 'gradient-boosting',
  dataset_id: '019a9f5e-7d2b-7c11-9a53-0d6f2f3b7a10',
  dataset_name: 'housing.csv',
  target: 'median_house_value',
  time_column: null,
  config: {},
  search: { strategy: 'grid', space: { learning_rate: [0.01, 0.1] } },
  objective: { metric: 'rmse', direction: 'minimize' },
  seed: 1,
  parallelism: null,
  limits: { seconds: null, memory_mb: null },
  ...fields,
});

export const makeJob = (fields: Partial<Job> = {}): Job => ({
  id: '019a9f60-0000-7000-8000-0000000000aa',
  name: 'gradient-boosting on housing.csv',
  kind: 'experiment',
  number: 1,
  state: 'running',
  batch_id: null,
  created_at: '2026-01-31T09:30:00Z',
  started_at: '2026-01-31T09:30:01Z',
  finished_at: null,
  attempt: 1,
  progress: 0.3,
  queue_position: null,
  error: null,
  cancel_requested: false,
  ...fields,
});

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
  live_curve: true,
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
        'x-scale': 'log',
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
        'x-columns': true,
      },
      cv_group: {
        type: ['string', 'null'],
        default: null,
        title: 'Groups',
        description: 'Rows with the same value stay together.',
        'x-sweepable': false,
        'x-columns': true,
      },
    },
  },
  ...fields,
});
