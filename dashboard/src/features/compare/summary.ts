import type { Parallel } from './toParallel';

export interface SummaryFacts {
  ranked: number;
  unranked: number;
  /** Values of the objective; null without a ranked run. */
  best: { number: number; value: number } | null;
  median: number | null;
}

/** The numbers behind the plot's description in words. */
export function summaryFacts({ data, ranking }: Parallel): SummaryFacts {
  const first = ranking?.order[0];
  const value = first === undefined ? null : (ranking?.objective.column.values[first] ?? null);
  const number = first === undefined ? undefined : data.runs[first]?.number;
  return {
    ranked: ranking?.order.length ?? 0,
    unranked: ranking?.unranked.length ?? data.runs.length,
    best: typeof value === 'number' && number !== undefined ? { number, value } : null,
    median: ranking?.median ?? null,
  };
}
