import type { Batch, Dataset, Pipeline, RangeSpace } from '@/api/types';
import type { TagsDraft } from '@/components/labels';
import { formatLiteral } from '@/i18n/format';
import type { NewBatchSearch } from '../search';
import { likelyTask, pickTarget, pickTime } from './columns';
import type { SweepDraft, Sweeps } from './draft';
import { isRange } from './grid';
import { toRangeDraft } from './range';
import { defaultConfig, describeFields, prepareSchema, type ConfigField } from './schema';
import { isSampled, type Strategy } from './strategy';
import type { Scalar } from './sweep';

/** Everything the form holds; inputs are kept as typed. */
export interface BatchDraft extends TagsDraft {
  datasetId: string | null;
  pipelineId: string | null;
  target: string | null;
  timeColumn: string | null;
  metric: string | null;
  name: string;
  seed: string;
  config: Record<string, unknown>;
  sweeps: Sweeps;
  strategy: Strategy;
  maxRuns: string;
  pruner: boolean;
  parallelism: string;
  seconds: string;
  memory: string;
}

export const fieldsOf = (pipeline: Pipeline, language: string): ConfigField[] =>
  describeFields(prepareSchema(pipeline.config_schema ?? {}, language));

/** What a change of pipeline resets: its parameters, and the objective it proposes. */
export function pipelineDefaults(
  pipeline: Pipeline | undefined,
): Pick<BatchDraft, 'pipelineId' | 'metric' | 'config' | 'sweeps'> {
  return {
    pipelineId: pipeline?.id ?? null,
    metric: pipeline?.default_objective?.metric ?? null,
    config: pipeline ? defaultConfig(fieldsOf(pipeline, 'en')) : {},
    sweeps: {},
  };
}

/** What a change of dataset resets. */
export function datasetDefaults(
  dataset: Dataset | undefined,
  pipeline: Pipeline | undefined,
  target?: string,
): Pick<BatchDraft, 'datasetId' | 'target' | 'timeColumn'> {
  const task = pipeline?.task ?? 'regression';
  return {
    datasetId: dataset?.id ?? null,
    target: dataset ? pickTarget(dataset, task, target) : null,
    timeColumn: pickTime(dataset, task),
  };
}

const literalText = (value: unknown): string => (value === null ? 'none' : formatLiteral(value));

function sweepOf(field: ConfigField, spec: Batch['search']['space'][string]): SweepDraft {
  if (isRange(spec as Scalar[])) return { range: toRangeDraft(spec as RangeSpace) };
  const values = spec as Scalar[];
  if (field.choices.length === 0) return { text: values.map(literalText).join('; ') };
  return { choices: field.choices.filter((choice) => values.includes(choice)) };
}

/** The sweeps of an earlier batch, as they would have been typed. */
export function sweepsOf(space: Batch['search']['space'], fields: readonly ConfigField[]): Sweeps {
  return Object.fromEntries(
    fields.flatMap((field): [string, SweepDraft][] => {
      const spec = space[field.name];
      return spec === undefined || !field.sweepable ? [] : [[field.name, sweepOf(field, spec)]];
    }),
  );
}

const textOf = (value: number | null | undefined): string => String(value ?? '');

/** How an earlier batch searched and what its runs were allowed. */
function searchOf({ search, parallelism, limits }: Batch) {
  const strategy = search.strategy ?? 'grid';
  return {
    strategy,
    maxRuns: isSampled(strategy) ? textOf(search.max_runs) : '',
    pruner: Boolean(search.pruner),
    parallelism: textOf(parallelism),
    seconds: textOf(limits?.seconds),
    memory: textOf(limits?.memory_mb),
  };
}

const knownColumn = (dataset: Dataset | undefined, name: string | null | undefined) =>
  dataset?.columns.find((column) => column.name === name)?.name ?? null;

const NEW_SEARCH = {
  strategy: 'grid',
  maxRuns: '',
  pruner: false,
  parallelism: '',
  seconds: '',
  memory: '',
} as const;

interface Sources {
  pipelines: readonly Pipeline[];
  /** The dataset to start with. */
  dataset: Dataset | undefined;
  search: NewBatchSearch;
  /** The batch whose settings are used again. */
  from: Batch | undefined;
}

/** The first usable pipeline for what the data most likely are; else the first usable one. */
function pickPipeline(pipelines: readonly Pipeline[], dataset: Dataset | undefined) {
  const usable = pipelines.filter((one) => one.ok);
  const task = dataset ? likelyTask(dataset) : 'regression';
  return usable.find((one) => one.task === task) ?? usable[0];
}

/** What the form starts with: the address, else the earlier batch, else what is most likely meant. */
export function initialDraft({ pipelines, dataset, search, from }: Sources): BatchDraft {
  const wanted = search.pipeline ?? from?.pipeline;
  const pipeline = pipelines.find((one) => one.id === wanted) ?? pickPipeline(pipelines, dataset);
  const data = datasetDefaults(dataset, pipeline, search.target ?? from?.target);
  const draft: BatchDraft = {
    ...pipelineDefaults(pipeline),
    ...data,
    timeColumn: knownColumn(dataset, search.time_column ?? from?.time_column) ?? data.timeColumn,
    name: '',
    tags: [],
    tagText: '',
    seed: '',
    ...NEW_SEARCH,
  };
  if (!from || pipeline?.id !== from.pipeline) return draft;
  const config: Record<string, unknown> = { ...draft.config, ...from.config };
  return {
    ...draft,
    ...searchOf(from),
    config,
    sweeps: sweepsOf(from.search.space, fieldsOf(pipeline, 'en')),
    metric: from.objective.metric,
    seed: String(from.seed),
  };
}
