import type { Column, Comparison, Direction } from './types';

export interface Objective {
  column: Column;
  direction: Direction;
}

export interface Ranking {
  objective: Objective;
  /** Indexes of the ranked runs, best first. */
  order: readonly number[];
  /** Rank from 1 per run, null where a run has none. */
  ranks: readonly (number | null)[];
  /** Indexes of the runs without a rank, by number. */
  unranked: readonly number[];
  median: number | null;
}

export function metricsWithDirection(data: Comparison): Column[] {
  return data.columns.filter((column) => column.role === 'metric' && column.direction !== null);
}

/**
 * The metrics that runs can be ranked by: those that every succeeded run has. Runs of pipelines that
 * share none can still be ranked by any.
 */
export function sharedMetrics(data: Comparison): Column[] {
  const metrics = metricsWithDirection(data);
  const succeeded = data.runs.flatMap(({ state }, index) => (state === 'succeeded' ? [index] : []));
  const shared = metrics.filter(
    ({ name, values }) =>
      name === data.objective.metric ||
      !data.picked ||
      succeeded.every((index) => values[index] !== null),
  );
  return shared.length === 0 ? metrics : shared;
}

/** The metric to rank by: the wanted one when it exists and has a direction, else the batch's own. */
export function chooseObjective(data: Comparison, wanted: string | null): Objective | null {
  const metrics = data.columns.filter((column) => column.role === 'metric');
  const column =
    metrics.find((metric) => metric.name === wanted && metric.direction !== null) ??
    metrics.find((metric) => metric.name === data.objective.metric);
  if (column === undefined) return null;
  const own = column.name === data.objective.metric ? data.objective.direction : column.direction;
  return { column, direction: own ?? 'minimize' };
}

/** Orders the runs that have a final value of the objective; all others stay without a rank. */
export function rankRuns(data: Comparison, objective: Objective): Ranking {
  const { values } = objective.column;
  const sign = objective.direction === 'minimize' ? 1 : -1;
  const byNumber = data.runs.map((_, index) => index);
  byNumber.sort((a, b) => runNumber(data, a) - runNumber(data, b));
  const scored: { index: number; value: number }[] = [];
  const unranked: number[] = [];
  for (const index of byNumber) {
    const value = values[index];
    if (typeof value === 'number') scored.push({ index, value });
    else unranked.push(index);
  }
  scored.sort((a, b) => sign * (a.value - b.value));
  const ranks = new Array<number | null>(data.runs.length).fill(null);
  scored.forEach(({ index }, place) => {
    ranks[index] = place + 1;
  });
  const order = scored.map(({ index }) => index);
  return { objective, order, ranks, unranked, median: medianOf(scored.map(({ value }) => value)) };
}

function runNumber(data: Comparison, index: number): number {
  return data.runs[index]?.number ?? 0;
}

function medianOf(sorted: readonly number[]): number | null {
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  return upper === undefined || lower === undefined ? null : (upper + lower) / 2;
}

/** The best tenth of the ranked runs, at least one. */
export function bestTenth(ranking: Ranking): readonly number[] {
  return ranking.order.slice(0, Math.ceil(ranking.order.length / 10));
}
