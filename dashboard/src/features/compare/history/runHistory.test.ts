import { describe, expect, it } from 'vitest';
import type { Run, RunState } from '../types';
import { runHistory } from './runHistory';

/** Runs numbered from 1, with what each is worth: a value, or the state it ended in. */
function history(
  worth: (number | null | RunState)[],
  direction: 'minimize' | 'maximize' = 'minimize',
) {
  const runs = worth.map((one, index): Run => ({
    id: `job-${index + 1}`,
    number: index + 1,
    state: typeof one === 'string' ? one : 'succeeded',
    stopReason: null,
  }));
  const values = worth.map((one) => (typeof one === 'number' ? one : null));
  return runHistory(runs, { column: { values }, direction });
}

const numbers = ({ steps }: ReturnType<typeof history>) => steps.map(({ number }) => number);

describe('the best so far', () => {
  it('improves where a run is better than all before it', () => {
    const found = history([5, 7, 3, 4, 1, 2]);
    expect(found.steps).toEqual([
      { index: 0, number: 1, value: 5 },
      { index: 2, number: 3, value: 3 },
      { index: 4, number: 5, value: 1 },
    ]);
    expect(found).toMatchObject({ last: 5, finished: 6, failed: 0, took: 5 });
  });

  it('rises where higher is better', () => {
    expect(numbers(history([5, 7, 3, 9, 9.5], 'maximize'))).toEqual([1, 2, 4, 5]);
  });

  it('stays with the first of equal runs', () => {
    expect(numbers(history([2, 2, 1, 1]))).toEqual([1, 3]);
    expect(numbers(history([2, 2, 1, 1], 'maximize'))).toEqual([1]);
  });

  it('passes over what is no value: none, NaN, failures, runs that have not ended', () => {
    const found = history([null, Number.NaN, 'failed', 4, 'running', 3, 'queued', 'failed']);
    expect(numbers(found)).toEqual([4, 6]);
    // Runs 1 to 4 and 6 to 8 without those still to come; the staircase ends at the last value.
    expect(found).toMatchObject({ last: 5, finished: 6, failed: 2, took: 5 });
  });

  it('counts no value that a failed run left behind', () => {
    const runs: Run[] = [
      { id: 'a', number: 1, state: 'succeeded', stopReason: null },
      { id: 'b', number: 2, state: 'failed', stopReason: null },
    ];
    const found = runHistory(runs, { column: { values: [2, 1] }, direction: 'minimize' });
    expect(numbers(found)).toEqual([1]);
  });

  it('leaves cancelled runs out of what it counts', () => {
    expect(history(['cancelled', 3, 'cancelled', 2, 'failed'])).toMatchObject({
      finished: 3,
      failed: 1,
      took: 2,
    });
  });

  it('goes by the numbers of runs, in whatever order they come', () => {
    const run = (number: number): Run => ({
      id: `job-${number}`,
      number,
      state: 'succeeded',
      stopReason: null,
    });
    const found = runHistory([run(3), run(1), run(2)], {
      column: { values: [1, 3, 2] },
      direction: 'minimize',
    });
    expect(found.steps.map(({ index }) => index)).toEqual([1, 2, 0]);
    expect(found.last).toBe(0);
  });

  it('is one run’s, or nobody’s', () => {
    expect(history([4])).toEqual({
      steps: [{ index: 0, number: 1, value: 4 }],
      last: 0,
      finished: 1,
      failed: 0,
      took: 1,
    });
    expect(history(['failed', 'failed'])).toEqual({
      steps: [],
      last: null,
      finished: 2,
      failed: 2,
      took: 0,
    });
    expect(history([])).toMatchObject({ steps: [], last: null, finished: 0 });
  });
});
