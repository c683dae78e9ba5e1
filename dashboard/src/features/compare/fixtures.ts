import type { Comparison as Response, Dimension, JobState } from '@/api/types';
import type { Formats } from './axis';
import { shortLiteral } from './cells';

/** A repeatable sweep for the tests, shaped like the API's answer to a batch of boosted trees. */
export function sweepResponse(count: number, change: Partial<Response> = {}): Response {
  const random = lehmer(20261120);
  const runs = Array.from({ length: count }, (_, index) => oneRun(index, random));
  const column = (
    name: string,
    options: Partial<Dimension>,
    pick: (run: Run) => unknown,
  ): Dimension => ({
    name,
    label: name,
    role: 'parameter',
    type: 'number',
    scale: 'linear',
    direction: null,
    unit: null,
    values: runs.map(pick) as Dimension['values'],
    ...options,
  });
  const metric = (name: 'rmse' | 'mae' | 'r2', direction: 'minimize' | 'maximize') =>
    column(name, { role: 'metric', direction }, (run) =>
      run.state === 'succeeded' ? run[name] : null,
    );
  return {
    batch_id: 'b1',
    kind: 'experiment',
    objective: { metric: 'rmse', direction: 'minimize' },
    job_ids: runs.map(({ number }) => `job-${number}`),
    numbers: runs.map(({ number }) => number),
    states: runs.map(({ state }) => state),
    stop_reasons: runs.map(() => null),
    dimensions: [
      column('optimizer', { type: 'category' }, (run) => run.optimizer),
      column('learning_rate', { scale: 'log' }, (run) => run.rate),
      column('max_depth', {}, (run) => run.depth),
      column('l2', {}, (run) => run.l2),
      column('early_stopping', { type: 'category' }, (run) => run.early),
      metric('r2', 'maximize'),
      metric('mae', 'minimize'),
      metric('rmse', 'minimize'),
    ],
    constants: { max_iter: 200 },
    importance: null,
    importance_runs: null,
    ...change,
  };
}

interface Run {
  number: number;
  state: JobState;
  optimizer: string;
  rate: number;
  depth: number;
  l2: number;
  early: boolean;
  rmse: number;
  mae: number;
  r2: number;
}

function oneRun(index: number, random: () => number): Run {
  const rate = 10 ** (-4.5 + 3.1 * random());
  const depth = 2 + Math.floor(random() * 9);
  const rmse =
    2.4 + Math.abs(Math.log10(rate) + 2.7) ** 1.5 + 0.05 * Math.abs(depth - 6) + 0.2 * random();
  const failed = rate > 0.02 && random() < 0.6;
  return {
    number: index + 1,
    state: failed ? 'failed' : index % 37 === 36 ? 'cancelled' : 'succeeded',
    optimizer: ['adam', 'adamw', 'rmsprop', 'sgd'][Math.floor(random() * 4)] ?? 'adam',
    rate,
    depth,
    l2: [0, 0.001, 0.01, 0.1, 1, 3, 10][Math.floor(random() * 7)] ?? 0,
    early: random() < 0.5,
    rmse,
    mae: rmse * 0.8,
    r2: 1 - rmse / 5,
  };
}

function lehmer(seed: number): () => number {
  let state = seed % 2147483647;
  return () => {
    state = (state * 16807) % 2147483647;
    return state / 2147483647;
  };
}

export const formats: Formats = {
  literal: shortLiteral,
  measured: (value) => value.toPrecision(4),
  noValue: 'no value',
};
