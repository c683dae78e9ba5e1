import { describe, expect, it } from 'vitest';

import {
  countRange,
  defaultRange,
  parseRange,
  rangeAround,
  rangeValues,
  someValues,
  type RangeDraft,
} from './range';
import { describeNode } from './schema';

const draft = (part: Partial<RangeDraft>): RangeDraft => ({
  low: '1',
  high: '10',
  step: '',
  log: false,
  ...part,
});

const rules = (part: { integer?: boolean; grid?: boolean } = {}) => ({
  integer: false,
  grid: false,
  check: (value: unknown) => (value === 99 ? 'At most 50.' : null),
  ...part,
});

describe('parseRange', () => {
  it.each([
    [draft({ low: '0,01', high: '0.1' }), rules(), { low: 0.01, high: 0.1 }],
    [draft({ low: '1e-4', high: '1', log: true }), rules(), { low: 1e-4, high: 1, log: true }],
    [draft({ step: '0,5' }), rules(), { low: 1, high: 10, step: 0.5 }],
    // A sampler has no steps on a logarithmic scale; a grid multiplies.
    [draft({ step: '2', log: true }), rules(), { low: 1, high: 10, log: true }],
    [
      draft({ step: '2', log: true }),
      rules({ grid: true }),
      { low: 1, high: 10, step: 2, log: true },
    ],
    [draft({ low: '-3', step: '1' }), rules({ integer: true }), { low: -3, high: 10, step: 1 }],
  ])('reads %j', (given, by, range) => {
    expect(parseRange(given, by)).toEqual({ range, issues: [] });
  });

  it.each([
    [draft({ low: '' }), rules(), [{ at: 'low', code: 'notNumber' }]],
    [
      draft({ low: 'x', high: '' }),
      rules(),
      [
        { at: 'low', code: 'notNumber' },
        { at: 'high', code: 'notNumber' },
      ],
    ],
    [draft({ high: '2.5' }), rules({ integer: true }), [{ at: 'high', code: 'notInteger' }]],
    [draft({ high: '99' }), rules(), [{ at: 'high', code: 'outOfBounds', detail: 'At most 50.' }]],
    [draft({ low: '10', high: '10' }), rules(), [{ at: 'high', code: 'order' }]],
    [draft({ low: '0', log: true }), rules(), [{ at: 'low', code: 'logZero' }]],
    [draft({}), rules({ grid: true }), [{ at: 'step', code: 'stepNeeded' }]],
    [draft({ step: '0' }), rules(), [{ at: 'step', code: 'stepSize' }]],
    [draft({ step: '1', log: true }), rules({ grid: true }), [{ at: 'step', code: 'factorSize' }]],
  ])('refuses %j', (given, by, issues) => {
    expect(parseRange(given, by)).toEqual({ range: null, issues });
  });
});

describe('the values of a range', () => {
  it('are those of decimal arithmetic, both ends included', () => {
    const range = { low: 0.1, high: 0.5, step: 0.1 };
    expect(rangeValues(range, 9)).toEqual([0.1, 0.2, 0.3, 0.4, 0.5]);
    expect(countRange(range)).toBe(5);
    expect(rangeValues({ low: 1, high: 100, step: 10, log: true }, 9)).toEqual([1, 10, 100]);
    expect(countRange({ low: 1, high: 10, step: 4 })).toBe(3);
  });

  it('have no end without a step, and are not written out beyond what is asked for', () => {
    expect(countRange({ low: 0, high: 1 })).toBe(Infinity);
    expect(rangeValues({ low: 1, high: 1e9, step: 1 }, 3)).toEqual([1, 2, 3]);
  });
});

describe('defaultRange', () => {
  it.each([
    [
      'a decade each way on a log scale',
      { type: 'number', default: 0.1, minimum: 1e-4, maximum: 1, 'x-scale': 'log' },
      0.1,
      ['0.01', '1', true],
    ],
    [
      'within its bounds',
      { type: 'integer', default: 20, minimum: 1, maximum: 50, 'x-scale': 'log' },
      20,
      ['2', '50', true],
    ],
    [
      'its whole extent where that is narrow',
      { type: 'number', default: 0.5, minimum: 0, maximum: 1 },
      0.5,
      ['0', '1', false],
    ],
    [
      'about the value where bounds are wide',
      { type: 'integer', default: 5, minimum: 1, maximum: 10_000 },
      5,
      ['1', '11', false],
    ],
    [
      'inside ends that are excluded',
      { type: 'number', default: 0.5, exclusiveMinimum: 0, exclusiveMaximum: 1 },
      0.5,
      ['0.01', '0.99', false],
    ],
    [
      'from its bounds where there is no value',
      { type: ['integer', 'null'], default: null, minimum: 1, maximum: 64 },
      null,
      ['1', '11', false],
    ],
    ['anything', { type: 'number' }, undefined, ['0', '10', false]],
    [
      'a logarithm of nothing is none',
      { type: 'number', default: 0, minimum: 0, 'x-scale': 'log' },
      0,
      ['0', '10', false],
    ],
  ] as const)('is %s', (_, schema, value, [low, high, log]) => {
    const field = describeNode('p', schema as never);
    expect(defaultRange(field, value)).toEqual({ low, high, log, step: '' });
  });
});

it('turns a list into a range and back', () => {
  expect(rangeAround([3, null, 1, 2], false)).toEqual({
    low: '1',
    high: '3',
    step: '',
    log: false,
  });
  expect(rangeAround([3], false)).toBeNull();
  expect(someValues({ low: 0.01, high: 1, log: true }, false)).toEqual([0.01, 0.1, 1]);
  expect(someValues({ low: 1, high: 2 }, true)).toEqual([1, 2]);
});
