import { describe, expect, it } from 'vitest';

import type { Batch, Dataset, Pipeline } from '@/api/types';

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
    space: { alpha: [0.1, 1], depth: [null, 3], penalty: ['lasso'] },
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
      seed: '',
      config: { alpha: 1, depth: null, penalty: 'ridge', columns: [] },
      sweeps: {},
    });
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
      },
    });
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
