import type { RJSFSchema } from '@rjsf/utils';

import type { Scalar } from './sweep';

/** What a parameter's input looks like, and so how its sweep is written. */
export type FieldKind = 'number' | 'integer' | 'text' | 'choice' | 'boolean' | 'list' | 'object';

/** One parameter of a pipeline, as the form shows it. */
export interface ConfigField {
  name: string;
  kind: FieldKind;
  title: string;
  description: string;
  sweepable: boolean;
  nullable: boolean;
  /** Its texts are columns of the dataset. */
  namesColumns: boolean;
  choices: Scalar[];
  defaultValue: unknown;
  schema: RJSFSchema;
}

type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function lookUp(ref: string, root: Json): unknown {
  if (!ref.startsWith('#/')) return undefined;
  return ref
    .slice(2)
    .split('/')
    .map((part) => part.replace(/~1/g, '/').replace(/~0/g, '~'))
    .reduce<unknown>((node, part) => (isObject(node) ? node[part] : undefined), root);
}

/** Replaces `$ref` by what it names; words written beside the `$ref` win. */
function dereference(node: Json, root: Json): Json {
  const { $ref, ...beside } = node;
  if (typeof $ref !== 'string') return node;
  const target = lookUp($ref, root);
  return isObject(target) ? { ...dereference(target, root), ...beside } : node;
}

/** Turns "T or null" written as `anyOf` into one schema whose `type` lists `null`. */
function collapseNullable(node: Json, root: Json): Json {
  const { anyOf, ...beside } = node;
  if (!Array.isArray(anyOf) || anyOf.length !== 2) return node;
  const branches = anyOf.filter(isObject).map((branch) => dereference(branch, root));
  const other = branches.find((branch) => branch.type !== 'null');
  if (branches.length !== 2 || !other || !branches.some((branch) => branch.type === 'null')) {
    return node;
  }
  const values = Array.isArray(other.enum) ? { enum: [...(other.enum as Scalar[]), null] } : {};
  return { ...other, ...values, ...beside, ...(other.type ? { type: [other.type, 'null'] } : {}) };
}

function translate(node: Json, language: string): Json {
  const words = isObject(node['x-i18n']) ? node['x-i18n'][language] : undefined;
  return isObject(words) ? { ...node, ...words } : node;
}

/**
 * Makes a pipeline's JSON Schema ready for the form: texts in the user's language, no references and
 * no `anyOf` for a value that may be null. The meaning of the schema stays the same.
 */
export function prepareSchema(schema: RJSFSchema, language: string): RJSFSchema {
  const root = schema as Json;
  const visit = (raw: Json, trail: readonly string[]): Json => {
    const ref = typeof raw.$ref === 'string' ? raw.$ref : null;
    // A schema that contains itself keeps its reference: it has no finite expansion.
    if (ref !== null && trail.includes(ref)) return raw;
    const inner = ref === null ? trail : [...trail, ref];
    const node = translate(collapseNullable(dereference(raw, root), root), language);
    const result: Json = { ...node };
    if (isObject(node.properties)) {
      result.properties = Object.fromEntries(
        Object.entries(node.properties).map(([name, child]) => [
          name,
          isObject(child) ? visit(child, inner) : child,
        ]),
      );
    }
    if (isObject(node.items)) result.items = visit(node.items, inner);
    return result;
  };
  return visit(root, []);
}

function nonNullType(schema: Json): string | undefined {
  const types = Array.isArray(schema.type) ? schema.type : [schema.type];
  return types.find((type): type is string => typeof type === 'string' && type !== 'null');
}

function kindOf(schema: Json): FieldKind {
  const type = nonNullType(schema);
  if (type === 'array') return 'list';
  if (Array.isArray(schema.enum)) return 'choice';
  if (type === 'boolean' || type === 'integer' || type === 'number') return type;
  return type === 'string' ? 'text' : 'object';
}

function isNullable(schema: Json): boolean {
  return Array.isArray(schema.type) && schema.type.includes('null');
}

function choicesOf(kind: FieldKind, schema: Json): Scalar[] {
  if (kind === 'boolean') return isNullable(schema) ? [true, false, null] : [true, false];
  return kind === 'choice' ? (schema.enum as Scalar[]) : [];
}

/** Whether several values can be typed into one line: no objects, and no lists of lists or objects. */
function canBeTyped(kind: FieldKind, schema: Json): boolean {
  if (kind !== 'list') return kind !== 'object';
  const item = isObject(schema.items) ? kindOf(schema.items) : 'object';
  return item !== 'list' && item !== 'object';
}

/** What one property of a prepared schema is. */
export function describeNode(name: string, schema: RJSFSchema): ConfigField {
  const node = schema as Json;
  const kind = kindOf(node);
  return {
    name,
    kind,
    title: typeof node.title === 'string' ? node.title : name,
    description: typeof node.description === 'string' ? node.description : '',
    sweepable: canBeTyped(kind, node) && node['x-sweepable'] !== false,
    nullable: isNullable(node),
    namesColumns: node['x-columns'] === true,
    choices: choicesOf(kind, node),
    defaultValue: node.default,
    schema,
  };
}

/** The parameters of a schema that {@link prepareSchema} made. */
export function describeFields(schema: RJSFSchema): ConfigField[] {
  return Object.entries((schema.properties ?? {}) as Record<string, RJSFSchema>).map(
    ([name, node]) => describeNode(name, node),
  );
}

/** The same schema without the parameters that are swept: they are checked value by value. */
export function withoutFields(schema: RJSFSchema, names: ReadonlySet<string>): RJSFSchema {
  const keep = (name: string) => !names.has(name);
  return {
    ...schema,
    properties: Object.fromEntries(
      Object.entries(schema.properties ?? {}).filter(([name]) => keep(name)),
    ),
    ...(schema.required ? { required: schema.required.filter(keep) } : {}),
  };
}

/** The config every run starts with: each parameter's default. */
export function defaultConfig(fields: readonly ConfigField[]): Record<string, unknown> {
  return Object.fromEntries(
    fields
      .filter((field) => field.defaultValue !== undefined)
      .map((field) => [field.name, structuredClone(field.defaultValue)]),
  );
}
