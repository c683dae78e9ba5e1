import type { JobEvent, JobState } from '@/api/types';

export interface LogLine {
  id: number;
  at: string;
  attempt: number;
  level: string;
  message: string;
}

export interface StateChange {
  id: number;
  at: string;
  attempt: number;
  state: JobState;
}

export type CurvePoint = [step: number, value: number | null];

/** What the events of a run say so far, in the order of their ids. */
export interface RunLog {
  lastId: number;
  attempt: number;
  state: JobState | null;
  progress: { fraction: number | null; message: string } | null;
  lines: LogLine[];
  changes: StateChange[];
  curves: Record<string, CurvePoint[]>;
}

export const EMPTY_RUN_LOG: RunLog = {
  lastId: 0,
  attempt: 0,
  state: null,
  progress: null,
  lines: [],
  changes: [],
  curves: {},
};

/** A copy that a whole frame of events may be written into. */
function draftOf(log: RunLog): RunLog {
  return {
    ...log,
    lines: [...log.lines],
    changes: [...log.changes],
    curves: Object.fromEntries(
      Object.entries(log.curves).map(([name, points]) => [name, [...points]]),
    ),
  };
}

function addMetrics(log: RunLog, data: { step: number } & Record<string, unknown>): void {
  const { step, ...values } = data;
  for (const [name, value] of Object.entries(values)) {
    if (typeof value === 'number' || value === null) (log.curves[name] ??= []).push([step, value]);
  }
}

function addLine(log: RunLog, event: JobEvent, level: string, message: string): void {
  log.lines.push({ id: event.id, at: event.at, attempt: event.attempt, level, message });
}

function write(log: RunLog, event: JobEvent): void {
  const { id, at, attempt } = event;
  switch (event.type) {
    case 'state':
      log.state = event.data.state;
      log.changes.push({ id, at, attempt, state: event.data.state });
      break;
    case 'progress':
      log.progress = { fraction: event.data.fraction, message: event.data.message ?? '' };
      break;
    case 'metric':
      addMetrics(log, event.data);
      break;
    case 'log':
      addLine(log, event, event.data.level, event.data.message);
      break;
    case 'error':
      addLine(log, event, 'error', event.data.message);
      break;
    case 'reset':
      // A new attempt draws its own curve; what the earlier one said stays readable.
      log.progress = null;
      log.curves = {};
      break;
    case 'result':
    case 'token':
    case 'snapshot':
      break; // The result is read from the run itself; the others belong to generations.
  }
}

/** Adds a frame of events. One that was seen before changes nothing. */
export function appendEvents(log: RunLog, events: readonly JobEvent[]): RunLog {
  const fresh = events.filter((event) => event.id > log.lastId);
  if (fresh.length === 0) return log;
  const draft = draftOf(log);
  for (const event of fresh) {
    if (event.id <= draft.lastId) continue;
    write(draft, event);
    draft.lastId = event.id;
    draft.attempt = event.attempt;
  }
  return draft;
}
