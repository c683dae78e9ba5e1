import type { Experiment, JobState } from '@/api/types';
import type { RunLog } from './runLog';

export interface TimelineEntry {
  state: JobState | 'created';
  at: string;
  attempt: number;
  /** Seconds since the entry before; `null` for the first. */
  after: number | null;
}

type RunTimes = Pick<Experiment, 'created_at' | 'started_at' | 'finished_at' | 'attempt' | 'state'>;

/** What is known from the run's own times, for when its events are not there (yet). */
function fromTimes(run: RunTimes): Omit<TimelineEntry, 'after'>[] {
  const { started_at, finished_at, attempt, state } = run;
  return [
    ...(started_at ? [{ state: 'running' as const, at: started_at, attempt }] : []),
    ...(finished_at ? [{ state, at: finished_at, attempt }] : []),
  ];
}

/** Every change of the run's state in order, its attempts included. */
export function timelineOf(run: RunTimes, log: Pick<RunLog, 'changes'>): TimelineEntry[] {
  const changes = log.changes.filter(
    // The first event says "queued" at the moment of creation.
    ({ state }, index) => !(index === 0 && state === 'queued'),
  );
  const entries = [
    { state: 'created' as const, at: run.created_at, attempt: 1 },
    ...(changes.length > 0 ? changes : fromTimes(run)),
  ];
  return entries.map(({ state, at, attempt }, index) => {
    const before = entries[index - 1];
    const after = before ? (Date.parse(at) - Date.parse(before.at)) / 1000 : null;
    return { state, at, attempt, after: after === null ? null : Math.max(after, 0) };
  });
}
