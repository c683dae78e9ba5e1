import type { RJSFSchema } from '@rjsf/utils';
import type { RangeSpace } from '@/api/types';
import { formatLiteral } from '@/i18n/format';
import { parseNumber } from '@/i18n/parseNumber';
import type { ConfigField } from './schema';
import type { SweepValue } from './sweep';

/** A range as typed. */
export interface RangeDraft {
  low: string;
  high: string;
  /** What is added from one value to the next; on a logarithmic scale what it is multiplied by. */
  step: string;
  log: boolean;
}

export interface RangeIssue {
  at: 'low' | 'high' | 'step';
  code:
    | 'notNumber'
    | 'notInteger'
    | 'outOfBounds'
    | 'order'
    | 'logZero'
    | 'stepNeeded'
    | 'stepSize'
    | 'factorSize';
  /** A message that is already in the user's language, for `outOfBounds`. */
  detail?: string;
}

export interface ParsedRange {
  /** `null` until everything about it is right. */
  range: RangeSpace | null;
  issues: RangeIssue[];
}

interface RangeRules {
  integer: boolean;
  /** A grid needs a step; samplers take any value between the ends. */
  grid: boolean;
  check: (value: SweepValue) => string | null;
}

/** Whether the step counts: samplers spread values evenly over a logarithmic scale, without steps. */
export const takesStep = (draft: Pick<RangeDraft, 'log'>, grid: boolean): boolean =>
  grid || !draft.log;

function readNumber(text: string, integer: boolean): number | 'notNumber' | 'notInteger' {
  const value = parseNumber(text);
  if (value === null) return 'notNumber';
  return integer && !Number.isInteger(value) ? 'notInteger' : value;
}

function readEnd(at: 'low' | 'high', draft: RangeDraft, rules: RangeRules): number | RangeIssue {
  const value = readNumber(draft[at], rules.integer);
  if (typeof value !== 'number') return { at, code: value };
  const detail = rules.check(value);
  return detail === null ? value : { at, code: 'outOfBounds', detail };
}

function readStep(draft: RangeDraft, rules: RangeRules): number | null | RangeIssue {
  const at = 'step';
  if (!takesStep(draft, rules.grid)) return null;
  if (draft.step.trim() === '') return rules.grid ? { at, code: 'stepNeeded' } : null;
  const value = readNumber(draft.step, rules.integer && !draft.log);
  if (typeof value !== 'number') return { at, code: value };
  if (draft.log) return value > 1 ? value : { at, code: 'factorSize' };
  return value > 0 ? value : { at, code: 'stepSize' };
}

const isIssue = (part: number | null | RangeIssue): part is RangeIssue =>
  typeof part === 'object' && part !== null;

/** Reads a range, and says at which of its inputs something is wrong. */
export function parseRange(draft: RangeDraft, rules: RangeRules): ParsedRange {
  const low = readEnd('low', draft, rules);
  const high = readEnd('high', draft, rules);
  const step = readStep(draft, rules);
  if (isIssue(low) || isIssue(high) || isIssue(step)) {
    return { range: null, issues: [low, high, step].filter(isIssue) };
  }
  const issues: RangeIssue[] = [
    ...(draft.log && low <= 0 ? [{ at: 'low', code: 'logZero' } as const] : []),
    ...(low >= high ? [{ at: 'high', code: 'order' } as const] : []),
  ];
  if (issues.length > 0) return { range: null, issues };
  const extra = { ...(step === null ? {} : { step }), ...(draft.log ? { log: true } : {}) };
  return { range: { low, high, ...extra }, issues };
}

/** How many values a grid tries of a range that has a step; the server counts the same way. */
export function countRange({ low, high, step, log }: RangeSpace): number {
  if (typeof step !== 'number') return Infinity;
  const steps = log ? Math.log(high / low) / Math.log(step) : (high - low) / step;
  return Math.floor(steps + 1e-9) + 1;
}

/** At most `most` values that a grid tries of a range, the lowest first. */
export function rangeValues(range: RangeSpace, most: number): number[] {
  const { low, log } = range;
  const step = range.step ?? 1;
  return Array.from({ length: Math.min(countRange(range), most) }, (_, index) =>
    // As decimals do it: 0.1, 0.2, 0.3 and never 0.30000000000000004.
    Number((log ? low * step ** index : low + step * index).toPrecision(12)),
  );
}

interface Bounds {
  low: number | undefined;
  high: number | undefined;
}

const numberOf = (value: unknown): number | undefined =>
  typeof value === 'number' ? value : undefined;

/** The smallest and largest value a schema allows; where an end itself is excluded, one just inside. */
function boundsOf(schema: RJSFSchema, integer: boolean): Bounds {
  const above = numberOf(schema.exclusiveMinimum);
  const below = numberOf(schema.exclusiveMaximum);
  const inside = integer ? 1 : Math.abs((below ?? 1) - (above ?? 0)) / 100;
  return {
    low: numberOf(schema.minimum) ?? (above === undefined ? undefined : above + inside),
    high: numberOf(schema.maximum) ?? (below === undefined ? undefined : below - inside),
  };
}

const DECADE = 10;
/** Bounds wider than so many times the usual value say what is possible, not what is sensible. */
const WIDE = 50;

function logEnds(bounds: Bounds, usual: number): [number, number] {
  const low = Math.max(bounds.low ?? 0, usual / DECADE);
  const high = Math.min(bounds.high ?? Infinity, usual * DECADE);
  return low < high ? [low, high] : [high / DECADE, high];
}

function linearEnds(bounds: Bounds, usual: number): [number, number] {
  const { low = Math.min(0, usual), high = Infinity } = bounds;
  if (high - low <= WIDE * Math.max(Math.abs(usual), 1)) return [low, high];
  const reach = 2 * Math.max(usual - low, 5);
  return [low, Math.min(low + reach, high)];
}

const rounded = (value: number, integer: boolean): number =>
  integer ? Math.round(value) : Number(value.toPrecision(3));

/** The range a parameter's sweep starts with: about its present value, within what is allowed. */
export function defaultRange(field: ConfigField, value: unknown): RangeDraft {
  const integer = field.kind === 'integer';
  const bounds = boundsOf(field.schema, integer);
  const wantsLog = field.schema['x-scale' as keyof RJSFSchema] === 'log';
  const usual = numberOf(value) ?? numberOf(field.defaultValue);
  const log = wantsLog && (usual ?? bounds.low ?? 0) > 0;
  const [low, high] = log
    ? logEnds(bounds, usual ?? bounds.low ?? 1)
    : linearEnds(bounds, usual ?? bounds.low ?? 0);
  const ends = [low, high].map((end) => rounded(end, integer));
  const [first = 0, last = 1] = ends;
  const text = (end: number) => formatLiteral(end);
  return { low: text(first), high: text(last > first ? last : first + 1), step: '', log };
}

/** A range as it would have been typed. */
export const toRangeDraft = ({ low, high, step, log }: RangeSpace): RangeDraft => ({
  low: formatLiteral(low),
  high: formatLiteral(high),
  step: typeof step === 'number' ? formatLiteral(step) : '',
  log: log === true,
});

/** The range that holds all values of a list, where there are two at least. */
export function rangeAround(values: readonly SweepValue[], log: boolean): RangeDraft | null {
  const numbers = values.filter((value) => typeof value === 'number');
  const low = Math.min(...numbers);
  const high = Math.max(...numbers);
  return low < high ? toRangeDraft({ low, high, log: log && low > 0 }) : null;
}

/** A few values of a range: those of its steps, else its ends and the middle. */
export function someValues(range: RangeSpace, integer: boolean): number[] {
  const { low, high, log } = range;
  if (typeof range.step === 'number') return rangeValues(range, 10);
  const middle = log ? Math.sqrt(low * high) : (low + high) / 2;
  return [...new Set([low, rounded(middle, integer), high])];
}
