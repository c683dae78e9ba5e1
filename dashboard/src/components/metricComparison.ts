import type { Experiment, MetricSpec } from '@/api/types';

export type Verdict = 'better' | 'worse' | 'equal';

/** One metric beside its baseline. */
export interface MetricRow {
  name: string;
  direction: MetricSpec['direction'] | null;
  unit: string | null;
  value: number | null;
  baseline: number | null;
  /** Whether the model beats the baseline; `null` when either value is missing. */
  verdict: Verdict | null;
  /** `value - baseline`. */
  difference: number | null;
  /** The difference as a share of the baseline; `null` when the baseline is about zero. */
  share: number | null;
}

// Of a baseline below this (the R² of a mean is 0), a share says nothing.
const ABOUT_ZERO = 1e-2;

function judge(difference: number, direction: MetricSpec['direction']): Verdict {
  if (difference === 0) return 'equal';
  return difference < 0 === (direction === 'minimize') ? 'better' : 'worse';
}

function compare(name: string, spec: MetricSpec | undefined, run: MetricSource): MetricRow {
  const value = run.metrics[name] ?? null;
  const baseline = run.baseline_metrics[name] ?? null;
  const difference = value !== null && baseline !== null ? value - baseline : null;
  const relative = baseline !== null && Math.abs(baseline) >= ABOUT_ZERO;
  return {
    name,
    direction: spec?.direction ?? null,
    unit: spec?.unit ?? null,
    value,
    baseline,
    difference,
    verdict: difference !== null && spec ? judge(difference, spec.direction) : null,
    share: difference !== null && relative ? difference / Math.abs(baseline) : null,
  };
}

type MetricSource = Pick<Experiment, 'metrics' | 'baseline_metrics' | 'metric_specs'>;

/** The metrics of a run in the pipeline's order, then those it does not describe. */
export function compareMetrics(run: MetricSource): MetricRow[] {
  const specs = new Map(run.metric_specs.map((spec) => [spec.name, spec]));
  const names = new Set([...specs.keys(), ...Object.keys(run.metrics)]);
  return [...names].map((name) => compare(name, specs.get(name), run));
}
