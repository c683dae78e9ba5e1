import { MOST_COMPARED, type ComparedLoss } from '@/api/queries/analyses';
import type { Parallel } from '../toParallel';

const BEST = 3;
const FEWEST = 2;

export interface ErrorRuns {
  /** Places of the runs in the comparison. */
  indexes: number[];
  /** How many are pinned; the rest are the best that fill up. */
  pinned: number;
  /** Pinned runs that don't fit. */
  left: number;
}

/** Metrics by which runs come in the order of their squared errors. */
const SQUARED = new Set(['rmse', 'mse', 'r2']);

/** What to compare, so that the best run is the one that the objective ranks first. */
export function comparedLoss({ ranking }: Pick<Parallel, 'ranking'>): ComparedLoss {
  const metric = ranking?.objective.column.name;
  return metric !== undefined && SQUARED.has(metric) ? 'squared_error' : 'absolute_error';
}

/** The pinned runs, or the best three without any; one pinned run is compared with the best other. */
export function errorRuns(
  { data, ranking }: Pick<Parallel, 'data' | 'ranking'>,
  pins: readonly number[],
): ErrorRuns {
  const order = ranking?.order ?? [];
  const pinned = pins
    .map((number) => data.runs.findIndex((run) => run.number === number))
    .filter((index) => index >= 0);
  if (pinned.length === 0) return { indexes: order.slice(0, BEST), pinned: 0, left: 0 };
  const shown = pinned.slice(0, MOST_COMPARED);
  const fill = order.filter((index) => !shown.includes(index)).slice(0, FEWEST - shown.length);
  return {
    indexes: shown.length < FEWEST ? [...shown, ...fill] : shown,
    pinned: shown.length,
    left: pinned.length - shown.length,
  };
}
