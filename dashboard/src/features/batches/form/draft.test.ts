import { describe, expect, it } from 'vitest';

import {
  resolveSweeps,
  startSweep,
  suggestName,
  toAxes,
  toRequest,
  type FormInputs,
} from './draft';
import { countRuns, toSpace } from './grid';
import type { ConfigField } from './schema';

function field(name: string, part: Partial<ConfigField>): ConfigField {
  return {
    name,
    kind: 'number',
    title: name,
    description: '',
    sweepable: true,
    nullable: false,
    namesColumns: false,
    choices: [],
    defaultValue: undefined,
    schema: {},
    ...part,
  };
}

const RATE = field('rate', {});
const LOSS = field('loss', { kind: 'choice', choices: ['a', 'b'] });
const FIELDS = [
  RATE,
  field('depth', { kind: 'integer', nullable: true }),
  LOSS,
  field('layers', { kind: 'list' }),
  field('columns', { kind: 'list', sweepable: false }),
];

const noCheck = () => null;

describe('resolveSweeps', () => {
  it('follows the order of the parameters, not of the clicks', () => {
    const sweeps = { loss: { choices: ['a', 'b'] }, rate: { text: '0,1; 0,2' } };
    const resolved = resolveSweeps(FIELDS, sweeps, 'grid', noCheck);
    expect(toAxes(resolved)).toEqual([
      { name: 'rate', spec: [0.1, 0.2], count: 2 },
      { name: 'loss', spec: ['a', 'b'], count: 2 },
    ]);
  });

  it('checks values and empties the axis while something is wrong', () => {
    const check = (_: ConfigField, value: unknown) => (value === 9 ? 'at most 8' : null);
    const resolved = resolveSweeps(FIELDS, { depth: { text: '3, 9, none' } }, 'grid', check);
    expect(resolved.depth).toMatchObject({ values: [3, null], issues: [{ detail: 'at most 8' }] });
    expect(toAxes(resolved)).toEqual([{ name: 'depth', spec: [], count: 0 }]);
  });

  it('asks for at least one choice', () => {
    const resolved = resolveSweeps(FIELDS, { loss: { choices: [] } }, 'grid', noCheck);
    expect(resolved.loss?.issues).toEqual([{ code: 'empty', token: '' }]);
  });

  it('counts lists as values, and multiplies them with other values', () => {
    const sweeps = { layers: { text: '[64], [128, 64]' }, rate: { text: '0.1; 0.2; 0.3' } };
    const axes = toAxes(resolveSweeps(FIELDS, sweeps, 'grid', noCheck));
    expect(axes[1]).toEqual({ name: 'layers', spec: [[64], [128, 64]], count: 2 });
    expect(countRuns(axes)).toBe(6);
    expect(toSpace(axes)).toEqual({ rate: [0.1, 0.2, 0.3], layers: [[64], [128, 64]] });
  });

  it('never sweeps what the pipeline keeps out of searches', () => {
    expect(resolveSweeps(FIELDS, { columns: { text: '["a"]' } }, 'tpe', noCheck)).toEqual({});
  });
});

describe('startSweep', () => {
  const literal = (value: unknown) => JSON.stringify(value);

  it('starts a grid with the present value', () => {
    expect(startSweep(RATE, 0.1, 'grid', literal)).toEqual({ text: '0.1' });
    expect(startSweep(LOSS, 'b', 'grid', literal)).toEqual({ choices: ['b'] });
    expect(startSweep(RATE, undefined, 'grid', literal)).toEqual({ text: '' });
    expect(startSweep(RATE, null, 'grid', literal)).toEqual({ text: 'none' });
    const layers = field('layers', { kind: 'list' });
    for (const strategy of ['grid', 'tpe'] as const) {
      expect(startSweep(layers, [64, 32], strategy, literal)).toEqual({ text: '[64,32]' });
    }
  });

  it('starts a sampler with a range or every choice', () => {
    expect(startSweep(RATE, 0.1, 'tpe', literal)).toHaveProperty('range.low');
    expect(startSweep(LOSS, 'b', 'random', literal)).toEqual({ choices: ['a', 'b'] });
  });
});

describe('toRequest', () => {
  const inputs: FormInputs = {
    name: 'first',
    tags: [],
    pipeline: 'linear',
    datasetId: 'd1',
    target: 'y',
    timeColumn: null,
    objective: { metric: 'rmse', direction: 'minimize' },
    seed: 0,
    search: { strategy: 'grid', maxRuns: 50, pruner: true },
    parallelism: null,
    limits: {},
  };
  const config = { rate: 0.1, depth: null, layers: [8, 4], gone: undefined };

  it('is one experiment when nothing is swept; null, zero and lists are values', () => {
    expect(toRequest(inputs, config, [])).toEqual({
      kind: 'experiment',
      body: {
        name: 'first',
        pipeline: 'linear',
        dataset_id: 'd1',
        target: 'y',
        config: { rate: 0.1, depth: null, layers: [8, 4] },
        seed: 0,
      },
    });
  });

  it('says the tags that were given', () => {
    const request = toRequest({ ...inputs, tags: ['baseline', 'ağaç'] }, config, []);
    expect(request.body).toMatchObject({ tags: ['baseline', 'ağaç'] });
  });

  it('is a grid whose swept parameters are in the space only', () => {
    const request = toRequest({ ...inputs, seed: null }, config, [
      { name: 'rate', spec: [1, 2], count: 2 },
    ]);
    expect(request).toEqual({
      kind: 'batch',
      body: {
        kind: 'experiment',
        name: 'first',
        pipeline: 'linear',
        dataset_id: 'd1',
        target: 'y',
        config: { depth: null, layers: [8, 4] },
        search: { strategy: 'grid', space: { rate: [1, 2] } },
        objective: { metric: 'rmse', direction: 'minimize' },
      },
    });
  });
});

describe('toRequest of a sampled search', () => {
  const axes = [
    { name: 'rate', spec: { low: 0.001, high: 1, log: true }, count: Infinity },
    { name: 'loss', spec: ['a', 'b'], count: 2 },
  ];
  const inputs: FormInputs = {
    name: 'second',
    tags: [],
    pipeline: 'linear',
    datasetId: 'd1',
    target: 'y',
    timeColumn: null,
    objective: { metric: 'rmse', direction: 'minimize' },
    seed: 3,
    search: { strategy: 'tpe', maxRuns: 20, pruner: true },
    parallelism: 4,
    limits: { seconds: 60 },
  };

  it('has ranges, its number of runs, its seed and what stops runs early', () => {
    expect(toRequest(inputs, {}, axes).body).toMatchObject({
      seed: 3,
      parallelism: 4,
      limits: { seconds: 60 },
      search: {
        strategy: 'tpe',
        space: { rate: { low: 0.001, high: 1, log: true }, loss: ['a', 'b'] },
        max_runs: 20,
        seed: 3,
        pruner: 'successive-halving',
      },
    });
  });

  it('names no pruner that was not asked for, and limits an experiment too', () => {
    const search = { strategy: 'random', maxRuns: 5, pruner: false } as const;
    const { body } = toRequest({ ...inputs, seed: null, search }, {}, axes);
    expect(body).toHaveProperty('search', {
      strategy: 'random',
      space: { rate: { low: 0.001, high: 1, log: true }, loss: ['a', 'b'] },
      max_runs: 5,
    });
    const single = toRequest(inputs, {}, []);
    expect(single.kind).toBe('experiment');
    expect(single.body).toMatchObject({ limits: { seconds: 60 } });
    expect(single.body).not.toHaveProperty('parallelism');
  });
});

it('suggests a name without the file’s ending', () => {
  expect(suggestName('linear', 'sales 2026.CSV')).toBe('linear-sales-2026');
});
