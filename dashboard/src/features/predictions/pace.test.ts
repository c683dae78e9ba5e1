import { expect, it } from 'vitest';
import type { JobEvent } from '@/api/types';
import { EMPTY_PACE, readPace, secondsLeft } from './pace';

const event = (type: string, at: string, data: object = {}) =>
  ({ id: 1, job_id: 'p', attempt: 1, at: `2026-02-01T08:00:${at}Z`, type, data }) as JobEvent;
const progress = (fraction: number, at: string) => event('progress', at, { fraction });

it('tells the time left by the pace of the events', () => {
  const pace = [progress(0.2, '00'), progress(0.4, '10'), progress(0.6, '20')].reduce(
    readPace,
    EMPTY_PACE,
  );
  expect(secondsLeft(pace)).toBeCloseTo(20);
});

it('knows nothing after one event, nor of the attempt before', () => {
  expect(secondsLeft(readPace(EMPTY_PACE, progress(0.2, '00')))).toBeNull();
  const pace = [progress(0.2, '00'), progress(0.4, '10'), event('reset', '20')].reduce(
    readPace,
    EMPTY_PACE,
  );
  expect(pace).toEqual(EMPTY_PACE);
});
