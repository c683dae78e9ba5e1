import { expect, it } from 'vitest';

import type { Experiment } from '@/api/types';

import { reproduceCommand, reproduceRequest } from './reproduce';

const RUN = {
  pipeline: 'linear',
  dataset_id: 'd1',
  target: "patient's age",
  time_column: null,
  config: { alpha: 0.1, note: 'a $HOME `x` "q"' },
  seed: 7,
  limits: { seconds: 60, memory_mb: null },
} as unknown as Experiment;

it('asks for the same pipeline, data, config, seed and limits', () => {
  expect(reproduceRequest(RUN)).toEqual({
    pipeline: 'linear',
    dataset_id: 'd1',
    target: "patient's age",
    config: { alpha: 0.1, note: 'a $HOME `x` "q"' },
    seed: 7,
    limits: { seconds: 60 },
  });
  const unlimited = { ...RUN, limits: { seconds: null, memory_mb: null } };
  expect(reproduceRequest(unlimited)).not.toHaveProperty('limits');
});

it('quotes for a POSIX shell, so that quotes, `$` and backticks stay data', () => {
  const command = reproduceCommand(RUN, 'http://127.0.0.1:8000');
  expect(command).toContain("'http://127.0.0.1:8000/api/v1/experiments'");
  expect(command).toContain(String.raw`"patient'\''s age"`);
  const quoted = command.slice(command.indexOf("-d '") + 4, -1);
  expect(JSON.parse(quoted.replaceAll(String.raw`'\''`, "'"))).toEqual(reproduceRequest(RUN));
});
