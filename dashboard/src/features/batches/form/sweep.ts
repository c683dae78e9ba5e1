import { parseNumber } from '@/i18n/parseNumber';

/**
 * Reads the text of a sweep field, such as `0.01, 0.03, 0.1` or `0,01; 0,03`, as values.
 *
 * Values are separated by `;`, a new line, a tab, or a comma followed by a space. A comma inside a
 * number is its decimal separator, unless that cannot be meant (an integer field, or a number that
 * has a point too). What could mean two things is refused with the way to write it.
 */
export type Scalar = number | string | boolean | null;

/** One value of a parameter; of some parameters each value is a list. */
export type SweepValue = Scalar | readonly Scalar[];

export type SweepIssueCode =
  | 'notNumber'
  | 'notInteger'
  | 'ambiguousComma'
  | 'spaceInside'
  | 'leadingZero'
  | 'notList'
  | 'badList'
  | 'outOfBounds'
  | 'empty';

export interface SweepIssue {
  code: SweepIssueCode;
  token: string;
  /** A message that is already in the user's language, for `outOfBounds`. */
  detail?: string;
}

export interface ParsedSweep {
  values: SweepValue[];
  issues: SweepIssue[];
  /** Values that were written more than once; each is run once. */
  duplicates: SweepValue[];
}

export type SweepTextKind = 'number' | 'integer' | 'text';

const SEPARATOR = /[;\n\r\t]+|,(?=\s|$)/;
const LEADING_ZERO = /^[+-]?0\d/;
const NULL_WORDS = new Set(['null', 'none', 'yok']);

/** Splits the text of a sweep field into trimmed, non-empty tokens. */
export function splitTokens(text: string, kind: SweepTextKind): string[] {
  const tokens = text
    .split(SEPARATOR)
    .map((token) => token.trim())
    .filter((token) => token !== '');
  return kind === 'text' ? tokens : tokens.flatMap((token) => splitPackedNumbers(token, kind));
}

function splitPackedNumbers(token: string, kind: 'number' | 'integer'): string[] {
  const pieces = token.split(',').map((piece) => piece.trim());
  if (pieces.length === 1) return pieces;
  const isList =
    kind === 'integer' ||
    token.includes('.') ||
    (pieces.length > 2 && !pieces.some((piece) => piece.startsWith('0')));
  return isList ? pieces.filter((piece) => piece !== '') : [token];
}

function parseToken(token: string, kind: SweepTextKind): { value: Scalar } | { issue: SweepIssue } {
  if (kind === 'text') return { value: token };
  const issue = (code: SweepIssueCode) => ({ issue: { code, token } });
  if ((token.match(/,/g) ?? []).length > 1) return issue('ambiguousComma');
  if (/\d\s+[\d.,+-]/.test(token)) return issue('spaceInside');
  if (LEADING_ZERO.test(token)) return issue('leadingZero');
  const value = parseNumber(token);
  if (value === null) return issue('notNumber');
  if (kind === 'integer' && !Number.isInteger(value)) return issue('notInteger');
  return { value };
}

export interface ParseSweepOptions {
  kind: SweepTextKind;
  /** Whether `none` (`null`, `yok`) is a value of this parameter. */
  nullable?: boolean;
  /** Says what is wrong with a well-formed value (its bounds), or returns `null`. */
  check?: (value: SweepValue) => string | null;
}

export const isNullWord = (token: string): boolean => NULL_WORDS.has(token.toLowerCase());

/** Parses a whole sweep field: distinct values in the order written, and what could not be read. */
export function parseSweep(text: string, options: ParseSweepOptions): ParsedSweep {
  const parse = (token: string) =>
    options.nullable && isNullWord(token) ? { value: null } : parseToken(token, options.kind);
  return collectValues(splitTokens(text, options.kind), parse, options.check);
}

/** The values that tokens stand for, each once, and what is wrong with the other tokens. */
export function collectValues(
  tokens: readonly string[],
  parse: (token: string) => { value: SweepValue } | { issue: SweepIssue },
  check: ParseSweepOptions['check'],
): ParsedSweep {
  const result: ParsedSweep = { values: [], issues: [], duplicates: [] };
  const seen = new Set<string>();
  for (const token of tokens) {
    const parsed = parse(token);
    if ('issue' in parsed) {
      result.issues.push(parsed.issue);
      continue;
    }
    const detail = check?.(parsed.value) ?? null;
    const key = JSON.stringify(parsed.value);
    if (detail !== null) {
      result.issues.push({ code: 'outOfBounds', token, detail });
    } else if (seen.has(key)) {
      result.duplicates.push(parsed.value);
    } else {
      seen.add(key);
      result.values.push(parsed.value);
    }
  }
  if (result.values.length === 0 && result.issues.length === 0) {
    result.issues.push({ code: 'empty', token: '' });
  }
  return result;
}
