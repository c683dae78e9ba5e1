import { expect, it } from 'vitest';

import { compareMetrics } from './metricComparison';

const SPECS = [
  { name: 'rmse', direction: 'minimize', unit: 'target' },
  { name: 'r2', direction: 'maximize' },
  { name: 'mae', direction: 'minimize' },
] as const;

const rows = (
  metrics: Record<string, number | null>,
  baseline_metrics: Record<string, number | null>,
) => compareMetrics({ metrics, baseline_metrics, metric_specs: [...SPECS] });

it('judges by the direction of each metric', () => {
  const [rmse, r2] = rows({ rmse: 60, r2: -0.2 }, { rmse: 75, r2: 0.5 });
  expect(rmse).toMatchObject({ verdict: 'better', difference: -15, share: -0.2, unit: 'target' });
  expect(r2).toMatchObject({ verdict: 'worse', share: -1.4 });
});

it('gives no share of a baseline of about zero', () => {
  const [, r2] = rows({ r2: 0.45 }, { r2: -0.0012 });
  expect(r2).toMatchObject({ verdict: 'better', share: null });
  expect(r2?.difference).toBeCloseTo(0.4512);
});

it('takes zero for a value and null for none', () => {
  const [rmse, r2, mae] = rows({ rmse: 0, r2: null, mae: 3 }, { rmse: 2, mae: 3 });
  expect(rmse).toMatchObject({ value: 0, verdict: 'better', share: -1 });
  expect(r2).toMatchObject({ value: null, verdict: null, difference: null });
  expect(mae).toMatchObject({ verdict: 'equal', difference: 0 });
});

it('shows a metric that the pipeline does not describe, without a verdict', () => {
  const extra = rows({ rmse: 1, odd: 5 }, { odd: 4 }).at(-1);
  expect(extra).toMatchObject({ name: 'odd', direction: null, verdict: null, difference: 1 });
});
