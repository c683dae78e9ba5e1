import type { Batch, ExperimentItem } from '@/api/types';

/** The parameters that differ between the runs, in the order of the search. */
export function sweptNames(batch: Pick<Batch, 'search'>): string[] {
  return Object.entries(batch.search.space)
    .filter(([, values]) => !Array.isArray(values) || values.length > 1)
    .map(([name]) => name);
}

/** The metrics of the runs, the objective first. */
export function metricNames(
  batch: Pick<Batch, 'objective'>,
  runs: readonly Pick<ExperimentItem, 'metric_specs'>[],
): string[] {
  const specs = runs.flatMap((run) => run.metric_specs.map(({ name }) => name));
  return [...new Set([batch.objective.metric, ...specs])];
}

export interface FailureGroup {
  code: string;
  message: string;
  count: number;
}

/** Failed runs by what they died of, the most frequent first. */
export function groupFailures(
  runs: readonly Pick<ExperimentItem, 'state' | 'error'>[],
): FailureGroup[] {
  const groups = new Map<string, FailureGroup>();
  for (const { state, error } of runs) {
    if (state !== 'failed' || error === null) continue;
    const key = `${error.code}\n${error.message}`;
    const group = groups.get(key) ?? { ...error, count: 0 };
    group.count += 1;
    groups.set(key, group);
  }
  return [...groups.values()].sort((a, b) => b.count - a.count);
}
