import { describe, expect, it } from 'vitest';

import {
  resolveSweeps,
  startSweep,
  suggestName,
  toAxes,
  toRequest,
  type FormInputs,
} from './draft';
import type { ConfigField } from './schema';

function field(name: string, part: Partial<ConfigField>): ConfigField {
  return {
    name,
    kind: 'number',
    title: name,
    description: '',
    sweepable: true,
    nullable: false,
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
  field('layers', { kind: 'list', sweepable: false }),
];

const noCheck = () => null;

describe('resolveSweeps', () => {
  it('follows the order of the parameters, not of the clicks', () => {
    const sweeps = { loss: { choices: ['a', 'b'] }, rate: { text: '0,1; 0,2' } };
    const resolved = resolveSweeps(FIELDS, sweeps, noCheck);
    expect(toAxes(resolved)).toEqual([
      { name: 'rate', values: [0.1, 0.2] },
      { name: 'loss', values: ['a', 'b'] },
    ]);
  });

  it('checks values and empties the axis while something is wrong', () => {
    const check = (_: ConfigField, value: unknown) => (value === 9 ? 'at most 8' : null);
    const resolved = resolveSweeps(FIELDS, { depth: { text: '3, 9, none' } }, check);
    expect(resolved.depth).toMatchObject({ values: [3, null], issues: [{ detail: 'at most 8' }] });
    expect(toAxes(resolved)).toEqual([{ name: 'depth', values: [] }]);
  });

  it('asks for at least one choice', () => {
    const resolved = resolveSweeps(FIELDS, { loss: { choices: [] } }, noCheck);
    expect(resolved.loss?.issues).toEqual([{ code: 'empty', token: '' }]);
  });

  it('never sweeps a list', () => {
    expect(resolveSweeps(FIELDS, { layers: { text: '1, 2' } }, noCheck)).toEqual({});
  });
});

describe('startSweep', () => {
  it('starts with the present value', () => {
    const literal = (value: unknown) => JSON.stringify(value);
    expect(startSweep(RATE, 0.1, literal)).toEqual({ text: '0.1' });
    expect(startSweep(LOSS, 'b', literal)).toEqual({ choices: ['b'] });
    expect(startSweep(RATE, undefined, literal)).toEqual({ text: '' });
    expect(startSweep(RATE, null, literal)).toEqual({ text: 'none' });
  });
});

describe('toRequest', () => {
  const inputs: FormInputs = {
    name: 'first',
    pipeline: 'linear',
    datasetId: 'd1',
    target: 'y',
    timeColumn: null,
    objective: { metric: 'rmse', direction: 'minimize' },
    seed: 0,
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

  it('is a grid whose swept parameters are in the space only', () => {
    const request = toRequest({ ...inputs, seed: null }, config, [
      { name: 'rate', values: [1, 2] },
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

it('suggests a name without the file’s ending', () => {
  expect(suggestName('linear', 'sales 2026.CSV')).toBe('linear-sales-2026');
});
