/** Where the server's 422 belongs on the form. */
export interface FieldProblem {
  loc: string | readonly (string | number)[];
  message: string;
}

export interface MappedProblems {
  /** Problems of one parameter, by its name: of its value or of its sweep. */
  config: Record<string, string[]>;
  /** Problems of the form's own inputs: `target`, `dataset_id`, `objective`... */
  inputs: Record<string, string[]>;
  /** What belongs to no input; shown above the button. */
  form: string[];
}

const INPUTS = new Set([
  'name',
  'tags',
  'pipeline',
  'dataset_id',
  'target',
  'time_column',
  'objective',
  'seed',
  'parallelism',
]);

// Parts of the request that have an input of their own; others of `search` and `limits` do not.
const PARTS: Readonly<Record<string, string>> = {
  'search.max_runs': 'max_runs',
  'search.strategy': 'strategy',
  'search.pruner': 'strategy',
  'limits.seconds': 'seconds',
  'limits.memory_mb': 'memory',
};

const REQUEST_PARTS = new Set(['body', 'query', 'path']);

function locParts(loc: FieldProblem['loc']): string[] {
  const parts = typeof loc === 'string' ? loc.split('.') : loc.map(String);
  const rest = REQUEST_PARTS.has(parts[0] ?? '') ? parts.slice(1) : parts;
  // A union of request kinds adds its tag before the field.
  return rest[0] === 'experiment' || rest[0] === 'generation' ? rest.slice(1) : rest;
}

function parameterOf(parts: readonly string[]): string | undefined {
  if (parts[0] === 'config') return parts[1];
  if (parts[0] === 'search' && parts[1] === 'space') return parts[2];
  return undefined;
}

function add(into: Record<string, string[]>, key: string, message: string): void {
  const list = (into[key] ??= []);
  if (!list.includes(message)) list.push(message);
}

/** Sorts the problems of a 422 by the input they belong to; nothing is left out. */
export function mapProblems(
  problems: readonly FieldProblem[],
  parameters: ReadonlySet<string>,
): MappedProblems {
  const mapped: MappedProblems = { config: {}, inputs: {}, form: [] };
  for (const { loc, message } of problems) {
    const parts = locParts(loc);
    const parameter = parameterOf(parts);
    const part = PARTS[parts.slice(0, 2).join('.')];
    if (parameter !== undefined && parameters.has(parameter)) {
      add(mapped.config, parameter, message);
    } else if (part !== undefined) {
      add(mapped.inputs, part, message);
    } else if (parts[0] !== undefined && INPUTS.has(parts[0])) {
      add(mapped.inputs, parts[0], message);
    } else {
      mapped.form.push(parts.length > 0 ? `${parts.join('.')}: ${message}` : message);
    }
  }
  return mapped;
}
