import type { Experiment, JobEvent } from '@/api/types';

const ATTEMPT = 1_000_000_000;

export const makeRun = (fields: Partial<Experiment> = {}): Experiment => ({
  id: 'r1',
  kind: 'experiment',
  number: 4,
  state: 'succeeded',
  batch_id: null,
  created_at: '2026-01-31T09:30:00Z',
  started_at: '2026-01-31T09:30:02Z',
  finished_at: '2026-01-31T09:30:05Z',
  attempt: 1,
  progress: 1,
  queue_position: null,
  error: null,
  cancel_requested: false,
  name: 'sweep #4',
  pipeline: 'gradient-boosting',
  pipeline_version: '1.0.0',
  dataset_id: 'd1',
  dataset_name: 'diabetes',
  target: 'progression',
  time_column: null,
  config: { max_iter: 100, learning_rate: 0.00019, max_depth: null },
  params: { learning_rate: 0.00019 },
  seed: 7,
  metrics: { rmse: 54.1, r2: 0.45 },
  baseline_metrics: { rmse: 77.2, r2: -0.001 },
  metric_specs: [
    { name: 'rmse', direction: 'minimize', unit: 'target' },
    { name: 'r2', direction: 'maximize' },
  ],
  curves: {},
  details: {},
  limits: { seconds: null, memory_mb: null },
  usage: null,
  dropped_columns: {},
  stopped_early: false,
  stop_reason: null,
  model_kept: true,
  row_counts: { train: 353, holdout: 89 },
  timings: { queued_s: 2, run_s: 3, fit_s: 1.5 },
  provenance: {
    dataset_sha256: 'ab'.repeat(32),
    code_version: '0.1.0',
    python_version: '3.11.7',
    package_versions: { 'scikit-learn': '1.7.2', numpy: '2.3.0' },
  },
  ...fields,
});

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
