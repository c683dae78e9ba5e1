import { expect, it } from 'vitest';

import { groupFailures, metricNames, sweptNames } from './runColumns';

it('shows the parameters that differ; a swept one with a single value does not', () => {
  const space = { rate: [0.1, 0.2], loss: ['a'], depth: { low: 1, high: 9, log: false } };
  expect(sweptNames({ search: { strategy: 'grid', space } })).toEqual(['rate', 'depth']);
});

it('puts the objective first and names each metric once', () => {
  const metric_specs = [
    { name: 'rmse', direction: 'minimize' },
    { name: 'mae', direction: 'minimize' },
  ] as const;
  const objective = { metric: 'mae', direction: 'minimize' } as const;
  const run = { metric_specs: [...metric_specs] };
  expect(metricNames({ objective }, [run, run])).toEqual(['mae', 'rmse']);
  expect(metricNames({ objective }, [])).toEqual(['mae']);
});

it('groups failures by their reason', () => {
  const failed = (message: string) => ({ state: 'failed', error: { code: 'x', message } }) as const;
  const other = { state: 'succeeded', error: null } as const;
  expect(groupFailures([failed('a'), failed('b'), other, failed('b')])).toEqual([
    { code: 'x', message: 'b', count: 2 },
    { code: 'x', message: 'a', count: 1 },
  ]);
});
