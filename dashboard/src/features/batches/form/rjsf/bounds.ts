import type { RJSFSchema } from '@rjsf/utils';
import { formatLiteral } from '@/i18n/format';

const SIGNS = [
  ['exclusiveMinimum', '>'],
  ['minimum', '≥'],
  ['exclusiveMaximum', '<'],
  ['maximum', '≤'],
] as const;

/** The allowed range of a number in signs, e.g. `≥ 1, ≤ 64`; the same in every language. */
export function boundsText(schema: RJSFSchema): string {
  return SIGNS.flatMap(([keyword, sign]) => {
    const limit: unknown = schema[keyword];
    return typeof limit === 'number' ? [`${sign} ${formatLiteral(limit)}`] : [];
  }).join(', ');
}
