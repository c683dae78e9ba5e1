import { describe, expect, it } from 'vitest';
import type { JobError } from '@/api/types';
import { formats, sweepResponse } from './fixtures';
import { fromResponse } from './fromResponse';
import { toParallel } from './toParallel';
import { groupUnfinished } from './unfinished';
import { DEFAULT_VIEW } from './viewUrl';

const response = sweepResponse(400);
const parallelOf = (change: typeof response) =>
  toParallel(fromResponse(change), DEFAULT_VIEW, { formats });
const failed = response.job_ids.filter((_, index) => response.states[index] === 'failed');
const nan: JobError = { code: 'non_finite_loss', message: 'Loss became NaN' };
const errors = new Map(failed.map((id) => [id, nan]));

describe('groupUnfinished', () => {
  it('groups by cause and counts every run without a rank once', () => {
    const parallel = parallelOf(response);
    const groups = groupUnfinished(parallel, errors);
    expect(groups.map(({ state }) => state)).toEqual(['failed', 'cancelled']);
    expect(groups.flatMap(({ indexes }) => indexes)).toHaveLength(
      parallel.ranking?.unranked.length ?? -1,
    );
  });

  it('names the range that the failures share and few successes have', () => {
    const [group] = groupUnfinished(parallelOf(response), errors);
    // The fixture's runs only fail above a learning rate of 0.02.
    expect(group?.shared?.column.name).toBe('learning_rate');
    expect(group?.shared).toMatchObject({ kind: 'range' });
    if (group?.shared?.kind === 'range') expect(group.shared.low).toBeGreaterThanOrEqual(0.02);
  });

  it('keeps quiet about what may be chance', () => {
    const states = response.states.map((state, index) =>
      index % 71 === 3 ? 'failed' : state === 'failed' ? 'succeeded' : state,
    );
    const few = groupUnfinished(parallelOf({ ...response, states }), new Map());
    expect(few[0]?.indexes.length).toBeGreaterThan(2);
    expect(few[0]?.shared).toBeNull();
  });

  it('separates causes, runs without a value and running ones', () => {
    const states = [...response.states];
    states[0] = 'running';
    const dimensions = response.dimensions.map((dimension) =>
      dimension.name === 'rmse'
        ? {
            ...dimension,
            values: dimension.values.map((value, index) => (index === 1 ? null : value)),
          }
        : dimension,
    );
    states[1] = 'succeeded';
    const first = failed[0] ?? '';
    const mixed = new Map(errors).set(first, { code: 'out_of_memory', message: '' });
    const groups = groupUnfinished(parallelOf({ ...response, states, dimensions }), mixed);
    expect(groups.map(({ state, error }) => error?.code ?? state)).toEqual([
      'non_finite_loss',
      'out_of_memory',
      'noValue',
      'cancelled',
      'running',
    ]);
  });
});
