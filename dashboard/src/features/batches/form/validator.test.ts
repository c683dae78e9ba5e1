import type { RJSFSchema } from '@rjsf/utils';
import { describe, expect, it } from 'vitest';

import { createValidator, violations } from './validator';

const SCHEMA: RJSFSchema = {
  type: 'object',
  required: ['rounds'],
  additionalProperties: false,
  properties: {
    rate: { type: 'number', exclusiveMinimum: 0, maximum: 1 },
    rounds: { type: 'integer', minimum: 1 },
    depth: { type: ['integer', 'null'], minimum: 1 },
    loss: { type: 'string', enum: ['a', 'b'] },
    layers: { type: 'array', items: { type: 'integer', minimum: 1 }, minItems: 1 },
  },
};

describe('violations', () => {
  it('finds nothing wrong with a valid config', () => {
    expect(violations(SCHEMA, { rate: 0.5, rounds: 3, depth: null, layers: [2] })).toEqual([]);
  });

  it.each([
    [{ rounds: 1, rate: 0 }, 'exclusiveMinimum', 0, ['rate']],
    [{ rounds: 1, rate: 2 }, 'maximum', 1, ['rate']],
    [{ rounds: 1.5 }, 'type', 'integer', ['rounds']],
    [{ rounds: 1, depth: 0 }, 'minimum', 1, ['depth']],
    [{ rounds: 1, loss: 'c' }, 'enum', ['a', 'b'], ['loss']],
    [{ rounds: 1, layers: [4, 0] }, 'minimum', 1, ['layers', 1]],
    [{ rounds: 1, layers: [] }, 'minItems', 1, ['layers']],
    [{}, 'required', 'rounds', ['rounds']],
    [{ rounds: 1, speed: 9 }, 'unknown', undefined, ['speed']],
  ])('says what %j breaks', (value, keyword, limit, path) => {
    expect(violations(SCHEMA, value)).toEqual([{ keyword, limit, path }]);
  });
});

describe('the form validator', () => {
  const validator = createValidator(({ keyword, limit }) => `${keyword} ${String(limit)}`);

  it('puts each message on its field', () => {
    const { errorSchema, errors } = validator.validateFormData({ rate: 2, layers: [1, 0] }, SCHEMA);
    expect(errors).toHaveLength(3);
    expect(errorSchema).toMatchObject({
      rate: { __errors: ['maximum 1'] },
      rounds: { __errors: ['required rounds'] },
      layers: { 1: { __errors: ['minimum 1'] } },
    });
  });

  it('takes an emptied field for an absent one', () => {
    const data = { rate: undefined, rounds: 2 };
    expect(validator.validateFormData(data, SCHEMA).errors).toEqual([]);
    expect(validator.validateFormData({ rounds: undefined }, SCHEMA).errors).toHaveLength(1);
  });

  it('resolves references against the root when it is asked for one branch', () => {
    const root: RJSFSchema = { $defs: { small: { type: 'integer', maximum: 3 } } };
    expect(validator.isValid({ $ref: '#/$defs/small' }, 2, root)).toBe(true);
    expect(validator.isValid({ $ref: '#/$defs/small' }, 4, root)).toBe(false);
  });

  it('runs without eval', () => {
    const original = globalThis.Function;
    const forbidden = () => {
      throw new Error('eval is forbidden by the content security policy');
    };
    globalThis.Function = forbidden as unknown as FunctionConstructor;
    try {
      expect(violations(SCHEMA, { rounds: 0 })).toHaveLength(1);
    } finally {
      globalThis.Function = original;
    }
  });
});
