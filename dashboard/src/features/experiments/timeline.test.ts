import { expect, it } from 'vitest';

import type { StateChange } from './runLog';
import { timelineOf } from './timeline';

const at = (seconds: number) => new Date(1_700_000_000_000 + seconds * 1000).toISOString();

const RUN = {
  created_at: at(0),
  started_at: at(2),
  finished_at: at(5),
  attempt: 1,
  state: 'failed',
} as const;

const change = (id: number, state: StateChange['state'], seconds: number, attempt = 1) => ({
  id,
  state,
  at: at(seconds),
  attempt,
});

it('knows the outline from the times of the run', () => {
  expect(timelineOf(RUN, { changes: [] })).toEqual([
    { state: 'created', at: at(0), attempt: 1, after: null },
    { state: 'running', at: at(2), attempt: 1, after: 2 },
    { state: 'failed', at: at(5), attempt: 1, after: 3 },
  ]);
});

it('tells every attempt from the events', () => {
  const changes = [
    change(1, 'queued', 0),
    change(2, 'running', 1),
    change(3, 'failed', 4),
    change(4, 'queued', 10, 2),
    change(5, 'running', 11, 2),
  ];
  const entries = timelineOf(RUN, { changes });
  expect(entries.map((entry) => [entry.state, entry.attempt, entry.after])).toEqual([
    ['created', 1, null],
    ['running', 1, 1],
    ['failed', 1, 3],
    ['queued', 2, 6],
    ['running', 2, 1],
  ]);
});

it('never shows a negative time when clocks disagree', () => {
  const entries = timelineOf({ ...RUN, started_at: at(-1), finished_at: null }, { changes: [] });
  expect(entries[1]?.after).toBe(0);
});
