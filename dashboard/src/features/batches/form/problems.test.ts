import { expect, it } from 'vitest';

import { mapProblems } from './problems';

const PARAMETERS = new Set(['learning_rate', 'loss']);
const map = (...problems: Parameters<typeof mapProblems>[0]) => mapProblems(problems, PARAMETERS);

it('finds the parameter of a config value and of a swept value', () => {
  const mapped = map(
    { loc: ['body', 'config', 'learning_rate'], message: 'too large' },
    { loc: ['body', 'search', 'space', 'learning_rate', 2], message: 'not a number' },
    { loc: 'config.loss', message: 'unknown loss' },
    { loc: ['body', 'experiment', 'config', 'loss'], message: 'unknown loss' },
  );
  expect(mapped).toEqual({
    config: { learning_rate: ['too large', 'not a number'], loss: ['unknown loss'] },
    inputs: {},
    form: [],
  });
});

it('finds the form’s own inputs', () => {
  const mapped = map(
    { loc: ['target'], message: 'constant' },
    { loc: ['body', 'objective', 'metric'], message: 'unknown metric' },
  );
  expect(mapped.inputs).toEqual({ target: ['constant'], objective: ['unknown metric'] });
});

it('finds the inputs of the search and of the limits', () => {
  const mapped = map(
    { loc: ['body', 'search', 'max_runs'], message: 'too many' },
    { loc: ['body', 'limits', 'memory_mb'], message: 'too much' },
    { loc: ['body', 'parallelism'], message: 'too wide' },
  );
  expect(mapped.inputs).toEqual({
    max_runs: ['too many'],
    memory: ['too much'],
    parallelism: ['too wide'],
  });
  expect(mapped.form).toEqual([]);
});

it('keeps what belongs to no input, with its place', () => {
  const mapped = map(
    { loc: ['body', 'search', 'oddity'], message: 'too many' },
    { loc: ['body', 'config', 'gone'], message: 'unknown' },
    { loc: [], message: 'whole body' },
  );
  expect(mapped.form).toEqual(['search.oddity: too many', 'config.gone: unknown', 'whole body']);
});
