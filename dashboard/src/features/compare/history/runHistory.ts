import type { Objective } from '../ranking';
import type { Run } from '../types';

/** A run that was better than every one before it. */
export interface Step {
  /** Of the run in the comparison. */
  index: number;
  number: number;
  value: number;
}

/** How far a search has come, run by run in the order of their numbers. */
export interface RunHistory {
  /** The last one is the best so far; of equal values the first run's counts. */
  steps: readonly Step[];
  /** Index of the last succeeded run with a value; null without one. */
  last: number | null;
  /** Runs that succeeded or failed; cancelled ones tell nothing about the search. */
  finished: number;
  failed: number;
  /** Finished runs up to the best, itself included; 0 without one. */
  took: number;
}

/** Only succeeded runs whose value is a number can be the best so far. */
export function runHistory(
  runs: readonly Run[],
  {
    column,
    direction,
  }: Pick<Objective, 'direction'> & { column: Pick<Objective['column'], 'values'> },
): RunHistory {
  const steps: Step[] = [];
  const found = { last: null as number | null, finished: 0, failed: 0, took: 0 };
  for (const { index, run } of inOrder(runs)) {
    if (run.state !== 'succeeded' && run.state !== 'failed') continue;
    found.finished += 1;
    if (run.state === 'failed') found.failed += 1;
    const value = column.values[index];
    if (run.state === 'failed' || typeof value !== 'number' || Number.isNaN(value)) continue;
    found.last = index;
    const best = steps.at(-1)?.value;
    if (best !== undefined && (direction === 'minimize' ? value >= best : value <= best)) continue;
    steps.push({ index, number: run.number, value });
    found.took = found.finished;
  }
  return { ...found, steps };
}

function inOrder(runs: readonly Run[]): { index: number; run: Run }[] {
  return runs.map((run, index) => ({ index, run })).sort((a, b) => a.run.number - b.run.number);
}
