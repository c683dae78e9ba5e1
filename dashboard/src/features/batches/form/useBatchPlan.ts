import type { ErrorSchema } from '@rjsf/utils';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Column, Dataset, Pipeline } from '@/api/types';
import { tagsOf, useTagsError } from '@/components/labels';
import { useFormat } from '@/i18n/useFormat';
import { targetProblem } from './columns';
import { configErrors } from './errorSchema';
import {
  countUnreadable,
  resolveSweeps,
  suggestName,
  toAxes,
  toRequest,
  type CheckValue,
  type FormInputs,
  type ResolvedSweep,
  type RunRequest,
  type Sweeps,
} from './draft';
import { countRuns, MAX_RUNS, type Axis } from './grid';
import type { BatchDraft } from './initialDraft';
import { MAX_PARALLEL, readMegabytes, readSeconds, readWhole } from './inputs';
import type { MappedProblems } from './problems';
import { whyNotPruned } from './pruning';
import { describeFields, prepareSchema, withoutFields, type ConfigField } from './schema';
import { DEFAULT_RUNS, isSampled, type Strategy } from './strategy';
import { useViolationText } from './useViolationText';
import { violations } from './validator';

// The server's own limits.
const MAX_NAME = 255;
const MAX_SEED = 2 ** 31 - 1;

/** What each sweep comes to. */
export function useResolvedSweeps(
  fields: readonly ConfigField[],
  sweeps: Sweeps,
  strategy: Strategy,
): Record<string, ResolvedSweep> {
  const describe = useViolationText();
  return useMemo(() => {
    const check: CheckValue = (field, value) => {
      const [first] = violations(field.schema, value);
      return first ? describe(first) : null;
    };
    return resolveSweeps(fields, sweeps, strategy, check);
  }, [fields, sweeps, strategy, describe]);
}

/** The parameters as they stand: what is swept, what is wrong with them. */
export function useParameters(
  draft: BatchDraft,
  pipeline: Pipeline | undefined,
  fromServer: MappedProblems['config'],
) {
  const { language } = useFormat();
  const describe = useViolationText();
  const { config, sweeps, strategy } = draft;
  const schema = useMemo(
    () => prepareSchema(pipeline?.config_schema ?? {}, language),
    [pipeline, language],
  );
  const fields = useMemo(() => describeFields(schema), [schema]);
  const byName = useMemo(() => new Map(fields.map((field) => [field.name, field])), [fields]);
  const resolved = useResolvedSweeps(fields, sweeps, strategy);
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
  const wrong = broken.length + countUnreadable(resolved);
  return { schema, fields: byName, resolved, axes, errors, wrong };
}

function withoutSwept(config: Record<string, unknown>, resolved: Record<string, unknown>) {
  return Object.fromEntries(
    Object.entries(config).filter(([name, value]) => !(name in resolved) && value !== undefined),
  );
}

/** What the inputs beside the parameters hold; see {@link Read}. */
const readInputs = (draft: BatchDraft) => ({
  seed: readWhole(draft.seed, 0, MAX_SEED),
  maxRuns: readWhole(draft.maxRuns, 1, MAX_RUNS),
  parallelism: readWhole(draft.parallelism, 1, MAX_PARALLEL),
  seconds: readSeconds(draft.seconds),
  memory: readMegabytes(draft.memory),
});

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
  const tags = useTagsError(draft);
  const needsTime = pipeline?.task === 'forecasting' && draft.timeColumn === null;
  const read = readInputs(draft);
  const sampled = isSampled(draft.strategy);
  const unless = (wrong: boolean, message: string) => (wrong ? message : undefined);
  return {
    target: target(),
    timeColumn: unless(dataset !== undefined && needsTime, t('form.timeColumnNeeded')),
    seed: unless(read.seed === undefined, t('form.seedError', { max: format.integer(MAX_SEED) })),
    name: unless(draft.name.length > MAX_NAME, t('form.nameError', { max: MAX_NAME })),
    tags,
    maxRuns: unless(
      sampled && read.maxRuns === undefined,
      t('form.search.maxRunsError', { max: format.integer(MAX_RUNS) }),
    ),
    parallelism: unless(
      read.parallelism === undefined,
      t('form.advanced.parallelismError', { max: format.integer(MAX_PARALLEL) }),
    ),
    seconds: unless(read.seconds === undefined, t('form.advanced.secondsError')),
    memory: unless(read.memory === undefined, t('form.advanced.memoryError')),
  };
}

export type InputErrors = ReturnType<typeof useInputErrors>;

export interface BatchPlan {
  axes: Axis[];
  /** How many runs are started. */
  runs: number;
  /** Of a sampled batch: how many different ones the space has; infinite with a range. */
  combinations: number | null;
  tooMany: boolean;
  /** Whether hopeless runs of a sampled batch are given up. */
  pruned: boolean;
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
  const combinations = countRuns(axes);
  const sampled = isSampled(draft.strategy) && axes.length > 0;
  const wanted = readInputs(draft).maxRuns === null ? DEFAULT_RUNS : readInputs(draft).maxRuns;
  // A space with fewer combinations ends the search early, as on the server.
  const runs = sampled ? Math.min(wanted ?? 0, combinations) : combinations;
  const tooMany = runs > MAX_RUNS;
  const inputs = dataset && pipeline ? toInputs(draft, dataset, pipeline, wanted ?? 0) : null;
  const ready = inputs !== null && !invalid && runs > 0 && !tooMany;
  return {
    axes,
    runs,
    combinations: sampled ? combinations : null,
    tooMany,
    pruned: sampled && inputs?.search.pruner === true,
    request: ready ? toRequest(inputs, draft.config, axes) : null,
  };
}

function toInputs(
  draft: BatchDraft,
  dataset: Dataset,
  pipeline: Pipeline,
  maxRuns: number,
): FormInputs | null {
  const metric = pipeline.metrics.find((one) => one.name === draft.metric);
  const objective = metric
    ? { metric: metric.name, direction: metric.direction }
    : pipeline.default_objective;
  if (draft.target === null || !pipeline.ok || objective === null) return null;
  const { seed = null, parallelism = null, seconds = null, memory = null } = readInputs(draft);
  const pruner = draft.pruner && whyNotPruned(pipeline, draft.config) === null;
  return {
    name: draft.name.trim() || suggestName(pipeline.id, dataset.name),
    tags: tagsOf(draft),
    pipeline: pipeline.id,
    datasetId: dataset.id,
    target: draft.target,
    timeColumn: draft.timeColumn,
    objective,
    seed,
    search: { strategy: draft.strategy, maxRuns, pruner },
    parallelism,
    limits: {
      ...(seconds === null ? {} : { seconds }),
      ...(memory === null ? {} : { memory_mb: memory }),
    },
  };
}
