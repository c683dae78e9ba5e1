import type { BatchCreate, ExperimentCreate, Objective } from '@/api/types';
import { toSpace, type Axis } from './grid';
import type { ConfigField } from './schema';
import { parseSweep, type Scalar, type SweepIssue } from './sweep';

/** How one parameter's several values were given: typed, or ticked among its choices. */
export type SweepDraft = { text: string } | { choices: Scalar[] };

export type Sweeps = Readonly<Record<string, SweepDraft>>;

/** What is wrong with one value of a parameter, in the user's language; `null` when nothing is. */
export type CheckValue = (field: ConfigField, value: Scalar) => string | null;

export interface ResolvedSweep {
  values: Scalar[];
  issues: SweepIssue[];
  duplicates: Scalar[];
}

export const isChoiceSweep = (field: ConfigField): boolean => field.choices.length > 0;

/** The draft a parameter's sweep starts with: its present value. */
export function startSweep(
  field: ConfigField,
  value: unknown,
  literal: (value: unknown) => string,
): SweepDraft {
  if (isChoiceSweep(field)) {
    return { choices: field.choices.filter((choice) => choice === value) };
  }
  if (value === null) return { text: 'none' };
  return { text: value === undefined ? '' : literal(value) };
}

function resolveSweep(field: ConfigField, draft: SweepDraft, check: CheckValue): ResolvedSweep {
  if ('choices' in draft) {
    const issues: SweepIssue[] = draft.choices.length === 0 ? [{ code: 'empty', token: '' }] : [];
    return { values: draft.choices, issues, duplicates: [] };
  }
  const kind = field.kind === 'number' || field.kind === 'integer' ? field.kind : 'text';
  return parseSweep(draft.text, {
    kind,
    nullable: field.nullable,
    check: (value) => check(field, value),
  });
}

/** Reads every sweep, in the order of the pipeline's parameters. */
export function resolveSweeps(
  fields: readonly ConfigField[],
  sweeps: Sweeps,
  check: CheckValue,
): Record<string, ResolvedSweep> {
  return Object.fromEntries(
    fields.flatMap((field) => {
      const draft = sweeps[field.name];
      return draft && field.sweepable ? [[field.name, resolveSweep(field, draft, check)]] : [];
    }),
  );
}

/** The grid's axes; an unreadable sweep is an axis without values until it is mended. */
export function toAxes(resolved: Record<string, ResolvedSweep>): Axis[] {
  return Object.entries(resolved).map(([name, { values, issues }]) => ({
    name,
    values: issues.length > 0 ? [] : values,
  }));
}

/** What the form holds beside the parameters. */
export interface FormInputs {
  name: string;
  pipeline: string;
  datasetId: string;
  target: string;
  timeColumn: string | null;
  objective: Objective;
  seed: number | null;
}

export type RunRequest =
  { kind: 'batch'; body: BatchCreate } | { kind: 'experiment'; body: ExperimentCreate };

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
  const common = {
    name: inputs.name,
    pipeline: inputs.pipeline,
    dataset_id: inputs.datasetId,
    target: inputs.target,
    config: fixed,
    ...(inputs.timeColumn === null ? {} : { time_column: inputs.timeColumn }),
    ...(inputs.seed === null ? {} : { seed: inputs.seed }),
  };
  if (axes.length === 0) return { kind: 'experiment', body: common };
  return {
    kind: 'batch',
    body: {
      ...common,
      kind: 'experiment',
      search: { strategy: 'grid', space: toSpace(axes) },
      objective: inputs.objective,
    },
  };
}

/** A name for a batch nobody named: what is trained on what. */
export function suggestName(pipeline: string, datasetName: string): string {
  const dataset = datasetName.replace(/\.(csv|tsv|parquet)$/i, '').replace(/\s+/g, '-');
  return `${pipeline}-${dataset}`.slice(0, 100);
}
