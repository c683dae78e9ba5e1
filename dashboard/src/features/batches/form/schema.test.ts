import type { RJSFSchema } from '@rjsf/utils';
import { describe, expect, it } from 'vitest';

import { defaultConfig, describeFields, prepareSchema, withoutFields } from './schema';

// The shapes pydantic writes: Optional as anyOf, enums behind $ref, lists, nested models.
const SCHEMA = {
  type: 'object',
  $defs: {
    Loss: { enum: ['squared_error', 'absolute_error'], title: 'Loss', type: 'string' },
    Node: { type: 'object', properties: { child: { $ref: '#/$defs/Node' } } },
  },
  required: ['learning_rate'],
  additionalProperties: false,
  properties: {
    learning_rate: {
      type: 'number',
      exclusiveMinimum: 0,
      maximum: 1,
      default: 0.1,
      title: 'Learning rate',
      description: 'Shrinks each tree.',
      'x-scale': 'log',
      'x-i18n': { tr: { title: 'Öğrenme oranı', description: 'Her ağacı küçültür.' } },
    },
    max_depth: {
      anyOf: [{ type: 'integer', minimum: 1 }, { type: 'null' }],
      default: null,
      title: 'Depth',
    },
    loss: { $ref: '#/$defs/Loss', default: 'squared_error', title: 'Loss function' },
    early_stopping: { type: 'boolean', default: true, title: 'Early stopping' },
    quantiles: {
      type: 'array',
      items: { type: 'number' },
      default: [0.1, 0.9],
      title: 'Quantiles',
    },
    matrix: { type: 'array', items: { type: 'array', items: { type: 'number' } }, default: [] },
    max_iter: { type: 'integer', default: 100, title: 'Rounds', 'x-sweepable': false },
    tree: { $ref: '#/$defs/Node', title: 'Tree' },
  },
} as unknown as RJSFSchema;

const byName = (language: string) =>
  Object.fromEntries(describeFields(prepareSchema(SCHEMA, language)).map((f) => [f.name, f]));

describe('prepareSchema and describeFields', () => {
  it('speaks the language asked for and falls back to the schema’s own words', () => {
    expect(byName('tr').learning_rate?.title).toBe('Öğrenme oranı');
    expect(byName('tr').learning_rate?.description).toBe('Her ağacı küçültür.');
    expect(byName('tr').loss?.title).toBe('Loss function');
    expect(byName('en').learning_rate?.title).toBe('Learning rate');
  });

  it('knows every kind of parameter', () => {
    const kinds = Object.values(byName('en')).map((field) => [field.name, field.kind]);
    expect(Object.fromEntries(kinds)).toEqual({
      learning_rate: 'number',
      max_depth: 'integer',
      loss: 'choice',
      early_stopping: 'boolean',
      quantiles: 'list',
      matrix: 'list',
      max_iter: 'integer',
      tree: 'object',
    });
  });

  it('makes an optional number one field that may be null', () => {
    const depth = byName('en').max_depth;
    expect(depth?.nullable).toBe(true);
    expect(depth?.schema).toEqual({
      type: ['integer', 'null'],
      minimum: 1,
      default: null,
      title: 'Depth',
    });
  });

  it('follows a reference and keeps the words beside it', () => {
    expect(byName('en').loss?.choices).toEqual(['squared_error', 'absolute_error']);
    expect(byName('en').loss?.title).toBe('Loss function');
    expect(byName('en').early_stopping?.choices).toEqual([true, false]);
  });

  it('never offers an object, a list of lists or an excluded parameter as a sweep', () => {
    const sweepable = Object.values(byName('en'))
      .filter((field) => field.sweepable)
      .map((field) => field.name);
    expect(sweepable).toEqual([
      'learning_rate',
      'max_depth',
      'loss',
      'early_stopping',
      'quantiles',
    ]);
  });

  it('ends on a schema that contains itself', () => {
    const tree = byName('en').tree?.schema as { properties: { child: unknown } };
    expect(tree.properties.child).toEqual({ $ref: '#/$defs/Node' });
  });
});

describe('withoutFields', () => {
  it('drops swept parameters from properties and required', () => {
    const rest = withoutFields(prepareSchema(SCHEMA, 'en'), new Set(['learning_rate']));
    expect(rest.properties).not.toHaveProperty('learning_rate');
    expect(rest.properties).toHaveProperty('max_depth');
    expect(rest.required).toEqual([]);
  });
});

describe('defaultConfig', () => {
  it('copies defaults, null included, so that editing a list leaves the schema alone', () => {
    const fields = describeFields(prepareSchema(SCHEMA, 'en'));
    const config = defaultConfig(fields);
    expect(config).toEqual({
      learning_rate: 0.1,
      max_depth: null,
      loss: 'squared_error',
      early_stopping: true,
      quantiles: [0.1, 0.9],
      matrix: [],
      max_iter: 100,
    });
    (config.quantiles as number[]).push(1);
    expect(defaultConfig(fields).quantiles).toEqual([0.1, 0.9]);
  });
});
