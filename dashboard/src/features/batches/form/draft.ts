import type { BatchCreate, ExperimentCreate, Objective, RunLimits, Search } from '@/api/types';
import { toSpace, type Axis } from './grid';
import { parseListSweep } from './listSweep';
import {
  countRange,
  defaultRange,
  parseRange,
  rangeValues,
  type RangeDraft,
  type RangeIssue,
} from './range';
import type { ConfigField } from './schema';
import { isSampled, type Strategy } from './strategy';
import { parseSweep, type Scalar, type SweepIssue, type SweepValue } from './sweep';

/** How one parameter's several values were given: typed, ticked among its choices, or as a range. */
export type SweepDraft = { text: string } | { choices: Scalar[] } | { range: RangeDraft };

export type Sweeps = Readonly<Record<string, SweepDraft>>;

/** What is wrong with one value of a parameter, in the user's language; `null` when nothing is. */
export type CheckValue = (field: ConfigField, value: SweepValue) => string | null;

/** Values of a list, or the ends of a range; `axis` is `null` while something is wrong. */
export interface ResolvedSweep {
  axis: Axis | null;
  /** The values that could be read; of a grid's range the first ones. */
  values: SweepValue[];
  issues: SweepIssue[];
  rangeIssues: RangeIssue[];
  duplicates: SweepValue[];
}

const SHOWN_OF_RANGE = 50;

export const isChoiceSweep = (field: ConfigField): boolean => field.choices.length > 0;

export const isNumeric = (field: ConfigField): boolean =>
  field.kind === 'number' || field.kind === 'integer';

/**
 * The draft a parameter's sweep starts with: its present value on a grid, which grows by every value;
 * a sampler has room, so it gets a range about that value or all the choices.
 */
export function startSweep(
  field: ConfigField,
  value: unknown,
  strategy: Strategy,
  literal: (value: unknown) => string,
): SweepDraft {
  const sampled = isSampled(strategy);
  if (isChoiceSweep(field)) {
    return { choices: field.choices.filter((choice) => sampled || choice === value) };
  }
  if (sampled && isNumeric(field)) return { range: defaultRange(field, value) };
  if (value === null) return { text: 'none' };
  return { text: value === undefined ? '' : literal(value) };
}

function resolveList(
  field: ConfigField,
  draft: { text: string } | { choices: Scalar[] },
  check: CheckValue,
) {
  if ('choices' in draft) {
    const issues: SweepIssue[] = draft.choices.length === 0 ? [{ code: 'empty', token: '' }] : [];
    return { values: draft.choices, issues, duplicates: [] };
  }
  const options = {
    nullable: field.nullable,
    check: (value: SweepValue) => check(field, value),
  };
  if (field.kind === 'list') return parseListSweep(draft.text, options);
  const kind = field.kind === 'number' || field.kind === 'integer' ? field.kind : 'text';
  return parseSweep(draft.text, { kind, ...options });
}

function resolveSweep(
  field: ConfigField,
  draft: SweepDraft,
  check: CheckValue,
  grid: boolean,
): ResolvedSweep {
  const { name } = field;
  if (!('range' in draft)) {
    const list = resolveList(field, draft, check);
    const axis =
      list.issues.length > 0 ? null : { name, spec: list.values, count: list.values.length };
    return { ...list, axis, rangeIssues: [] };
  }
  const { range, issues } = parseRange(draft.range, {
    integer: field.kind === 'integer',
    grid,
    check: (value) => check(field, value),
  });
  return {
    axis: range && { name, spec: range, count: countRange(range) },
    values: grid && range ? rangeValues(range, SHOWN_OF_RANGE) : [],
    issues: [],
    rangeIssues: issues,
    duplicates: [],
  };
}

/** Reads every sweep, in the order of the pipeline's parameters. */
export function resolveSweeps(
  fields: readonly ConfigField[],
  sweeps: Sweeps,
  strategy: Strategy,
  check: CheckValue,
): Record<string, ResolvedSweep> {
  return Object.fromEntries(
    fields.flatMap((field) => {
      const draft = sweeps[field.name];
      if (!draft || !field.sweepable) return [];
      return [[field.name, resolveSweep(field, draft, check, !isSampled(strategy))]];
    }),
  );
}

/** What is varied; an unreadable sweep is an axis without values until it is mended. */
export const toAxes = (resolved: Readonly<Record<string, ResolvedSweep>>): Axis[] =>
  Object.entries(resolved).map(([name, { axis }]) => axis ?? { name, spec: [], count: 0 });

/** How many sweeps have something to mend. */
export const countUnreadable = (resolved: Readonly<Record<string, ResolvedSweep>>): number =>
  Object.values(resolved).filter(({ axis }) => axis === null).length;

/** What the form holds beside the parameters. */
export interface FormInputs {
  name: string;
  tags: string[];
  pipeline: string;
  datasetId: string;
  target: string;
  timeColumn: string | null;
  objective: Objective;
  seed: number | null;
  search: SearchInputs;
  /** Most runs of the batch at a time; `null` for as many as fit. */
  parallelism: number | null;
  limits: RunLimits;
}

/** How settings are chosen. */
export interface SearchInputs {
  strategy: Strategy;
  maxRuns: number;
  pruner: boolean;
}

export type RunRequest =
  { kind: 'batch'; body: BatchCreate } | { kind: 'experiment'; body: ExperimentCreate };

/** The `search` of a request. */
export function toSearch(
  { strategy, maxRuns, pruner }: SearchInputs,
  axes: readonly Axis[],
  seed: number | null,
): Search {
  const space = toSpace(axes);
  if (!isSampled(strategy)) return { strategy, space };
  return {
    strategy,
    space,
    max_runs: maxRuns,
    ...(seed === null ? {} : { seed }),
    ...(pruner ? { pruner: 'successive-halving' } : {}),
  };
}

/** The request the form stands for: a batch, or a single experiment when nothing is swept. */
export function toRequest(
  inputs: FormInputs,
  config: Record<string, unknown>,
  axes: readonly Axis[],
): RunRequest {
  const swept = new Set(axes.map((axis) => axis.name));
  const fixed = Object.fromEntries(
    Object.entries(config).filter(([name, value]) => !swept.has(name) && value !== undefined),
  );
  const { limits, parallelism, seed } = inputs;
  const common = {
    name: inputs.name,
    pipeline: inputs.pipeline,
    dataset_id: inputs.datasetId,
    target: inputs.target,
    config: fixed,
    ...(inputs.timeColumn === null ? {} : { time_column: inputs.timeColumn }),
    ...(seed === null ? {} : { seed }),
    ...(inputs.tags.length === 0 ? {} : { tags: inputs.tags }),
    ...(Object.keys(limits).length === 0 ? {} : { limits }),
  };
  if (axes.length === 0) return { kind: 'experiment', body: common };
  return {
    kind: 'batch',
    body: {
      ...common,
      kind: 'experiment',
      search: toSearch(inputs.search, axes, seed),
      objective: inputs.objective,
      ...(parallelism === null ? {} : { parallelism }),
    },
  };
}

/** A name for a batch nobody named: what is trained on what. */
export function suggestName(pipeline: string, datasetName: string): string {
  const dataset = datasetName.replace(/\.(csv|tsv|parquet)$/i, '').replace(/\s+/g, '-');
  return `${pipeline}-${dataset}`.slice(0, 100);
}
