import type { ErrorSchema } from '@rjsf/utils';
import type { SchemaViolation } from './validator';

interface Located {
  path: readonly (string | number)[];
  message: string;
}

/** Nests messages as rjsf expects them: by property, with `__errors` at each place. */
export function toNestedErrors(located: readonly Located[]): ErrorSchema {
  const root: ErrorSchema = {};
  for (const { path, message } of located) {
    let node = root as Record<string, ErrorSchema>;
    for (const part of path) node = (node[part] ??= {}) as Record<string, ErrorSchema>;
    const place = node as ErrorSchema;
    place.__errors = [...(place.__errors ?? []), message];
  }
  return root;
}

/** Messages of the config's own violations and of the server, by place. */
export function configErrors(
  violations: readonly SchemaViolation[],
  describe: (violation: SchemaViolation) => string,
  fromServer: Readonly<Record<string, string[]>>,
): ErrorSchema {
  return toNestedErrors([
    ...violations.map((violation) => ({ path: violation.path, message: describe(violation) })),
    ...Object.entries(fromServer).flatMap(([name, messages]) =>
      messages.map((message) => ({ path: [name], message })),
    ),
  ]);
}
