import { describe, expect, it } from 'vitest';

import type { JobEvent } from '@/api/types';

import { appendEvents, EMPTY_RUN_LOG } from './runLog';

const ATTEMPT = 1_000_000_000;

function event(id: number, part: Pick<JobEvent, 'type' | 'data'>): JobEvent {
  const at = '2026-11-21T10:00:00Z';
  return { id, job_id: 'j', attempt: Math.floor(id / ATTEMPT), at, ...part } as JobEvent;
}

const metric = (id: number, step: number, loss: number | null) =>
  event(id, { type: 'metric', data: { step, loss } });

describe('appendEvents', () => {
  it('builds state, progress, log and curves', () => {
    const log = appendEvents(EMPTY_RUN_LOG, [
      event(ATTEMPT + 1, { type: 'state', data: { state: 'running' } }),
      event(ATTEMPT + 2, { type: 'log', data: { level: 'info', message: 'fitting' } }),
      metric(ATTEMPT + 3, 1, 0.5),
      metric(ATTEMPT + 4, 2, null),
      event(ATTEMPT + 5, { type: 'progress', data: { fraction: 0.5, message: 'fold 1' } }),
      event(ATTEMPT + 6, { type: 'error', data: { code: 'x', message: 'loss is NaN' } }),
    ]);
    expect(log.state).toBe('running');
    expect(log.progress).toEqual({ fraction: 0.5, message: 'fold 1' });
    expect(log.curves).toEqual({
      loss: [
        [1, 0.5],
        [2, null],
      ],
    });
    expect(log.lines.map((line) => [line.level, line.message])).toEqual([
      ['info', 'fitting'],
      ['error', 'loss is NaN'],
    ]);
    expect(log.lastId).toBe(ATTEMPT + 6);
  });

  it('ignores what a replay brings a second time, within a frame too', () => {
    const first = appendEvents(EMPTY_RUN_LOG, [metric(ATTEMPT + 1, 1, 0.5)]);
    const again = appendEvents(first, [metric(ATTEMPT + 1, 1, 0.5)]);
    expect(again).toBe(first);
    const frame = [metric(ATTEMPT + 2, 2, 0.4), metric(ATTEMPT + 2, 2, 0.4)];
    expect(appendEvents(first, frame).curves.loss).toEqual([
      [1, 0.5],
      [2, 0.4],
    ]);
  });

  it('starts the curve over at a new attempt and keeps the log', () => {
    const log = appendEvents(EMPTY_RUN_LOG, [
      event(ATTEMPT + 1, { type: 'log', data: { level: 'info', message: 'first try' } }),
      metric(ATTEMPT + 2, 1, 0.5),
      event(2 * ATTEMPT + 1, { type: 'reset', data: { attempt: 2 } }),
      metric(2 * ATTEMPT + 2, 1, 0.7),
    ]);
    expect(log.curves).toEqual({ loss: [[1, 0.7]] });
    expect(log.lines).toHaveLength(1);
    expect(log.attempt).toBe(2);
  });

  it('leaves the log it was given as it was', () => {
    const first = appendEvents(EMPTY_RUN_LOG, [metric(ATTEMPT + 1, 1, 0.5)]);
    appendEvents(first, [metric(ATTEMPT + 2, 2, 0.4)]);
    expect(first.curves.loss).toEqual([[1, 0.5]]);
    expect(EMPTY_RUN_LOG.curves).toEqual({});
  });
});
