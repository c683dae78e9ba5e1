import { Validator, type OutputUnit, type Schema } from '@cfworker/json-schema';
import {
  createErrorHandler,
  toErrorSchema,
  unwrapErrorHandler,
  validationDataMerge,
  type RJSFSchema,
  type RJSFValidationError,
  type ValidationData,
  type ValidatorType,
} from '@rjsf/utils';

/** What a value breaks, without words: `keyword` is JSON Schema's, `limit` its argument. */
export interface SchemaViolation {
  keyword: string;
  limit: unknown;
  path: (string | number)[];
}

/** Writes a violation in the user's language. */
export type Describe = (violation: SchemaViolation) => string;

// These only say that something deeper failed, which has its own entry.
const WRAPPERS = new Set([
  'properties',
  'items',
  'prefixItems',
  'additionalProperties',
  '$ref',
  'allOf',
]);

function pointerParts(pointer: string): string[] {
  return pointer
    .replace(/^#/, '')
    .split('/')
    .slice(1)
    .map((part) => decodeURIComponent(part).replace(/~1/g, '/').replace(/~0/g, '~'));
}

function atPointer(schema: unknown, pointer: string): unknown {
  return pointerParts(pointer).reduce<unknown>(
    (node, part) =>
      typeof node === 'object' && node !== null
        ? (node as Record<string, unknown>)[part]
        : undefined,
    schema,
  );
}

function missingProperty(unit: OutputUnit): string | undefined {
  return /required property "(.*)"/.exec(unit.error)?.[1];
}

function toViolation(unit: OutputUnit, schema: unknown): SchemaViolation {
  const path = pointerParts(unit.instanceLocation).map((part) =>
    /^\d+$/.test(part) ? Number(part) : part,
  );
  if (unit.keyword === 'required') {
    const name = missingProperty(unit);
    return { keyword: 'required', limit: name, path: name === undefined ? path : [...path, name] };
  }
  if (unit.keyword === 'false') return { keyword: 'unknown', limit: undefined, path };
  return { keyword: unit.keyword, limit: atPointer(schema, unit.keywordLocation), path };
}

/** Everything in `value` that breaks `schema`; empty when it is valid. Needs no `eval`. */
export function violations(schema: RJSFSchema, value: unknown): SchemaViolation[] {
  const result = new Validator(schema as Schema, '2020-12', false).validate(value);
  return result.errors
    .filter((unit) => !WRAPPERS.has(unit.keyword))
    .map((unit) => toViolation(unit, schema));
}

function toRjsfError(violation: SchemaViolation, describe: Describe): RJSFValidationError {
  const message = describe(violation);
  return {
    name: violation.keyword,
    property: violation.path.map((part) => `.${part}`).join(''),
    message,
    stack: message,
    params: { limit: violation.limit },
  };
}

/** JSON has no `undefined`: an emptied field is an absent one. */
function withoutUndefined(data: unknown): unknown {
  return data === undefined ? undefined : (JSON.parse(JSON.stringify(data)) as unknown);
}

/**
 * rjsf's validator on top of an interpreter of JSON Schema. ajv compiles schemas with `eval`, which
 * the content security policy forbids.
 */
export function createValidator(describe: Describe): ValidatorType {
  const run = (schema: RJSFSchema, data: unknown): RJSFValidationError[] =>
    violations(schema, withoutUndefined(data)).map((violation) => toRjsfError(violation, describe));
  return {
    validateFormData(formData, schema, customValidate, transformErrors, uiSchema) {
      let errors = run(schema, formData ?? {});
      if (transformErrors) errors = transformErrors(errors, uiSchema);
      const data: ValidationData<unknown> = { errors, errorSchema: toErrorSchema(errors) };
      if (!customValidate) return data;
      const handler = customValidate(
        formData,
        createErrorHandler(formData),
        uiSchema,
        data.errorSchema,
      );
      return validationDataMerge(data, unwrapErrorHandler(handler));
    },
    isValid: (schema, formData, rootSchema) =>
      violations(
        { ...schema, $defs: (rootSchema as Record<string, unknown>).$defs } as RJSFSchema,
        withoutUndefined(formData),
      ).length === 0,
    rawValidation: (schema, formData) => ({ errors: run(schema, formData) as never[] }),
  };
}
