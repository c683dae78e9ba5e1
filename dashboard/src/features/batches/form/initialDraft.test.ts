import { describe, expect, it } from 'vitest';

import type { Batch, Column, Dataset, Pipeline } from '@/api/types';

import { initialDraft } from './initialDraft';

const PIPELINE = {
  id: 'linear',
  task: 'regression',
  ok: true,
  default_objective: { metric: 'rmse', direction: 'minimize' },
  config_schema: {
    type: 'object',
    properties: {
      alpha: { type: 'number', default: 1 },
      depth: { type: ['integer', 'null'], default: null },
      penalty: { type: 'string', enum: ['ridge', 'lasso'], default: 'ridge' },
      columns: { type: 'array', items: { type: 'string' }, default: [] },
      layers: { type: 'array', items: { type: 'integer' }, default: [8] },
    },
  },
} as unknown as Pipeline;

const BROKEN = { ...PIPELINE, id: 'broken', ok: false };

const DATASET = {
  id: 'd1',
  name: 'diabetes',
  row_count: 442,
  columns: [
    { name: 'age', dtype: 'number', missing: 0, distinct: 50 },
    { name: 'progression', dtype: 'number', missing: 0, distinct: 200 },
  ],
} as unknown as Dataset;

const FROM = {
  id: 'b1',
  pipeline: 'linear',
  target: 'age',
  time_column: null,
  config: { penalty: 'lasso', columns: ['bmi'] },
  search: {
    strategy: 'grid',
    space: {
      alpha: [0.1, 1],
      depth: [null, 3],
      penalty: ['lasso'],
      layers: [[64], [128, 64]],
    },
  },
  objective: { metric: 'mae', direction: 'minimize' },
  seed: 7,
} as unknown as Batch;

const start = (part: Partial<Parameters<typeof initialDraft>[0]> = {}) =>
  initialDraft({
    pipelines: [BROKEN, PIPELINE],
    dataset: DATASET,
    search: {},
    from: undefined,
    ...part,
  });

describe('initialDraft', () => {
  it('starts with the first usable pipeline, its defaults and a likely target', () => {
    expect(start()).toEqual({
      datasetId: 'd1',
      pipelineId: 'linear',
      target: 'progression',
      timeColumn: null,
      metric: 'rmse',
      name: '',
      tags: [],
      tagText: '',
      seed: '',
      config: { alpha: 1, depth: null, penalty: 'ridge', columns: [], layers: [8] },
      sweeps: {},
      strategy: 'grid',
      maxRuns: '',
      pruner: false,
      parallelism: '',
      seconds: '',
      memory: '',
    });
  });

  it('prefers a pipeline for what the data look like', () => {
    const classifier = { ...PIPELINE, id: 'classifier', task: 'classification' } as Pipeline;
    const forecaster = { ...PIPELINE, id: 'forecaster', task: 'forecasting' } as Pipeline;
    const pipelines = [classifier, forecaster, PIPELINE];
    const pick = (...columns: [string, Column['dtype']][]) =>
      start({
        pipelines,
        dataset: {
          ...DATASET,
          columns: columns.map(([name, dtype]) => ({ name, dtype, missing: 0, distinct: 20 })),
        },
      }).pipelineId;
    expect(pick(['month', 'datetime'], ['sales', 'number'])).toBe('forecaster');
    expect(pick(['age', 'number'], ['kind', 'category'])).toBe('classifier');
    expect(pick(['kind', 'category'], ['age', 'number'])).toBe('linear');
    expect(start({ pipelines: [classifier] }).pipelineId).toBe('classifier');
  });

  it('follows the address', () => {
    const search = { pipeline: 'broken', target: 'progression', time_column: 'age' };
    const expected = { pipelineId: 'broken', target: 'progression', timeColumn: 'age' };
    expect(start({ search })).toMatchObject(expected);
    expect(start({ search: { time_column: 'gone' } }).timeColumn).toBeNull();
  });

  it('repeats an earlier batch, its sweeps as they would be typed', () => {
    expect(start({ from: FROM })).toMatchObject({
      target: 'age',
      metric: 'mae',
      seed: '7',
      config: { alpha: 1, penalty: 'lasso', columns: ['bmi'] },
      sweeps: {
        alpha: { text: '0.1; 1' },
        depth: { text: 'none; 3' },
        penalty: { choices: ['lasso'] },
        layers: { text: '[64]; [128,64]' },
      },
    });
  });

  it('repeats a sampled batch with its ranges, number of runs and limits', () => {
    const from = {
      ...FROM,
      search: {
        strategy: 'tpe',
        space: { alpha: { low: 0.001, high: 1, log: true }, depth: { low: 1, high: 9, step: 2 } },
        max_runs: 30,
        pruner: 'successive-halving',
      },
      parallelism: 2,
      limits: { seconds: 60, memory_mb: null },
    } as unknown as Batch;
    expect(start({ from })).toMatchObject({
      strategy: 'tpe',
      maxRuns: '30',
      pruner: true,
      parallelism: '2',
      seconds: '60',
      memory: '',
      sweeps: {
        alpha: { range: { low: '1e-3', high: '1', step: '', log: true } },
        depth: { range: { low: '1', high: '9', step: '2', log: false } },
      },
    });
  });

  it('takes the first date of a series that is to be forecast', () => {
    const month: Column = { name: 'month', dtype: 'datetime', missing: 0, distinct: 144 };
    const dataset: Dataset = { ...DATASET, columns: [month, ...DATASET.columns] };
    const pipelines = [{ ...PIPELINE, task: 'forecasting' } as Pipeline];
    expect(start({ dataset, pipelines }).timeColumn).toBe('month');
    expect(start({ dataset }).timeColumn).toBeNull();
  });

  it('takes no parameters of a pipeline that is not there any more', () => {
    const draft = start({ from: { ...FROM, pipeline: 'gone' } });
    expect(draft).toMatchObject({ pipelineId: 'linear', sweeps: {}, seed: '' });
  });

  it('is empty without data and pipelines', () => {
    expect(start({ pipelines: [], dataset: undefined })).toMatchObject({
      datasetId: null,
      pipelineId: null,
      target: null,
      config: {},
    });
  });
});
