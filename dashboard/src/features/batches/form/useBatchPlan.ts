import type { ErrorSchema } from '@rjsf/utils';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Column, Dataset, Pipeline } from '@/api/types';
import { useFormat } from '@/i18n/useFormat';
import { targetProblem } from './columns';
import { configErrors } from './errorSchema';
import {
  resolveSweeps,
  suggestName,
  toAxes,
  toRequest,
  type CheckValue,
  type FormInputs,
  type RunRequest,
} from './draft';
import { countRuns, MAX_RUNS, type Axis } from './grid';
import type { BatchDraft } from './initialDraft';
import type { MappedProblems } from './problems';
import { describeFields, prepareSchema, withoutFields } from './schema';
import { useViolationText } from './useViolationText';
import { violations } from './validator';

// The server's own limits.
const MAX_NAME = 255;
const MAX_SEED = 2 ** 31 - 1;

/** Reads the seed: `undefined` when it is none, `null` when the server is to choose. */
function parseSeed(text: string): number | null | undefined {
  if (text.trim() === '') return null;
  const seed = /^\d+$/.test(text.trim()) ? Number(text) : Number.NaN;
  return seed <= MAX_SEED ? seed : undefined;
}

/** The parameters as they stand: what is swept, what is wrong with them. */
export function useParameters(
  draft: BatchDraft,
  pipeline: Pipeline | undefined,
  fromServer: MappedProblems['config'],
) {
  const { language } = useFormat();
  const describe = useViolationText();
  const { config, sweeps } = draft;
  const schema = useMemo(
    () => prepareSchema(pipeline?.config_schema ?? {}, language),
    [pipeline, language],
  );
  const fields = useMemo(() => describeFields(schema), [schema]);
  const byName = useMemo(() => new Map(fields.map((field) => [field.name, field])), [fields]);
  const resolved = useMemo(() => {
    const check: CheckValue = (field, value) => {
      const [first] = violations(field.schema, value);
      return first ? describe(first) : null;
    };
    return resolveSweeps(fields, sweeps, check);
  }, [fields, sweeps, describe]);
  const broken = useMemo(
    () =>
      violations(
        withoutFields(schema, new Set(Object.keys(resolved))),
        withoutSwept(config, resolved),
      ),
    [schema, config, resolved],
  );
  const errors: ErrorSchema = useMemo(
    () => configErrors(broken, describe, fromServer),
    [broken, describe, fromServer],
  );
  const axes = useMemo(() => toAxes(resolved), [resolved]);
  return { schema, fields: byName, resolved, axes, errors, broken: broken.length };
}

function withoutSwept(config: Record<string, unknown>, resolved: Record<string, unknown>) {
  return Object.fromEntries(
    Object.entries(config).filter(([name, value]) => !(name in resolved) && value !== undefined),
  );
}

/** Messages at the form's own inputs; empty when all are well. */
export function useInputErrors(
  draft: BatchDraft,
  dataset: Dataset | undefined,
  pipeline: Pipeline | undefined,
) {
  const { t } = useTranslation('batches');
  const format = useFormat();
  const column = dataset?.columns.find((one) => one.name === draft.target);
  const dtype = (one: Column) => t(`form.dtype.${one.dtype}`);
  const target = () => {
    if (!dataset || !pipeline) return undefined;
    if (!column) return t('form.targetProblem.missing');
    const problem = targetProblem(column, dataset.row_count, pipeline.task);
    return problem === null
      ? undefined
      : t(`form.targetProblem.${problem}`, { name: column.name, type: dtype(column) });
  };
  return {
    target: target(),
    seed:
      parseSeed(draft.seed) === undefined
        ? t('form.seedError', { max: format.integer(MAX_SEED) })
        : undefined,
    name: draft.name.length > MAX_NAME ? t('form.nameError', { max: MAX_NAME }) : undefined,
  };
}

export interface BatchPlan {
  axes: Axis[];
  runs: number;
  tooMany: boolean;
  /** The request, once everything it needs is there and right. */
  request: RunRequest | null;
}

interface PlanSources {
  draft: BatchDraft;
  dataset: Dataset | undefined;
  pipeline: Pipeline | undefined;
  axes: Axis[];
  /** Whether any input is wrong. */
  invalid: boolean;
}

/** What pressing the button would start. */
export function makePlan({ draft, dataset, pipeline, axes, invalid }: PlanSources): BatchPlan {
  const runs = countRuns(axes);
  const tooMany = runs > MAX_RUNS;
  const inputs = dataset && pipeline ? toInputs(draft, dataset, pipeline) : null;
  const ready = inputs !== null && !invalid && runs > 0 && !tooMany;
  return { axes, runs, tooMany, request: ready ? toRequest(inputs, draft.config, axes) : null };
}

function toInputs(draft: BatchDraft, dataset: Dataset, pipeline: Pipeline): FormInputs | null {
  const metric = pipeline.metrics.find((one) => one.name === draft.metric);
  const objective = metric
    ? { metric: metric.name, direction: metric.direction }
    : pipeline.default_objective;
  if (draft.target === null || !pipeline.ok || objective === null) return null;
  return {
    name: draft.name.trim() || suggestName(pipeline.id, dataset.name),
    pipeline: pipeline.id,
    datasetId: dataset.id,
    target: draft.target,
    timeColumn: draft.timeColumn,
    objective,
    seed: parseSeed(draft.seed) ?? null,
  };
}
