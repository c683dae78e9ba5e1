import { describe, expect, it } from 'vitest';
import type { Comparison as Response, Dimension } from '@/api/types';
import { fromResponse } from '../fromResponse';
import { configDiff } from './configDiff';

function column(name: string, values: unknown[], change: Partial<Dimension> = {}): Dimension {
  return {
    name, label: name, role: 'parameter', type: 'number', scale: 'linear', direction: null, unit: null,
    values: values as Dimension['values'], ...change,
  }; // prettier-ignore
}

const metric = (name: string, values: unknown[], direction: Dimension['direction']) =>
  column(name, values, { role: 'metric', direction });

const response: Response = {
  batch_id: null,
  kind: 'experiment',
  objective: { metric: 'rmse', direction: 'minimize' },
  job_ids: ['a', 'b', 'c'],
  numbers: [1, 1, null],
  states: ['succeeded', 'succeeded', 'failed'],
  stop_reasons: [null, null, null],
  dimensions: [
    column('@pipeline', ['trees', 'linear', 'trees'], { type: 'category' }),
    column('rate', [0.1, null, 0.1]),
    column('alpha', [null, 2, null]),
    column('depth', [3, 3, 4]),
    metric('rmse', [2, 1.5, null], 'minimize'),
    metric('r2', [0.5, 0.5, null], 'maximize'),
    metric('size', [10, 30, null], null),
    metric('log_loss', [null, null, null], 'minimize'),
  ],
  constants: { share: 0.2 },
  importance: null,
  importance_runs: null,
};
const data = fromResponse(response);

describe('the difference of runs', () => {
  it('puts settings that differ first, and runs without a setting apart from any value', () => {
    const { differing, same } = configDiff(data, [0, 1], 0);
    expect(differing.map(({ label, values }) => [label, ...values])).toEqual([
      ['pipeline', 'trees', 'linear'],
      ['rate', '0.1', null],
      ['alpha', null, '2'],
    ]);
    expect(same.map(({ label, values }) => [label, ...values])).toEqual([
      ['depth', '3', '3'],
      ['share', '0.2', '0.2'],
    ]);
  });

  it('says by how much metrics differ from the base, and which way is better', () => {
    const metrics = new Map(
      configDiff(data, [0, 1, 2], 0).metrics.map((row) => [row.column.name, row]),
    );
    expect([...metrics.keys()]).toEqual(['rmse', 'r2', 'size']);
    expect(metrics.get('rmse')).toMatchObject({
      deltas: [null, -0.5, null],
      better: [null, true, null],
      best: [false, true, false],
    });
    expect(metrics.get('r2')).toMatchObject({
      deltas: [null, 0, null],
      better: [null, null, null],
      best: [false, false, false],
    });
    expect(metrics.get('size')).toMatchObject({
      deltas: [null, 20, null],
      better: [null, null, null],
    });
  });

  it('goes by another base', () => {
    const [rmse] = configDiff(data, [0, 1], 1).metrics;
    expect(rmse).toMatchObject({ deltas: [0.5, null], better: [false, null] });
  });

  it('names origins without the mark', () => {
    expect(configDiff(data, [0, 1], 0).differing[0]?.label).toBe('pipeline');
  });
});
