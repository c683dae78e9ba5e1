import type { Experiment, JobEvent } from '@/api/types';
import { makeRun } from '@/testing/data';

export { makeRun };

const ATTEMPT = 1_000_000_000;

/** A run that is under way: no end, no result. */
export const makeRunning = (fields: Partial<Experiment> = {}): Experiment =>
  makeRun({
    state: 'running',
    finished_at: null,
    progress: 0.2,
    metrics: {},
    baseline_metrics: {},
    row_counts: null,
    timings: { queued_s: 2, run_s: null, fit_s: null },
    provenance: null,
    ...fields,
  });

/** An event of the run by its sequence number within the attempt. */
export function makeEvent(
  sequence: number,
  part: Pick<JobEvent, 'type' | 'data'>,
  attempt = 1,
): JobEvent {
  const id = attempt * ATTEMPT + sequence;
  return { id, job_id: 'r1', attempt, at: '2026-01-31T09:30:03Z', ...part } as JobEvent;
}
