import type { Batch, Dataset, Pipeline } from '@/api/types';
import { formatLiteral } from '@/i18n/format';
import type { NewBatchSearch } from '../search';
import { pickTarget } from './columns';
import type { SweepDraft, Sweeps } from './draft';
import { defaultConfig, describeFields, prepareSchema, type ConfigField } from './schema';

/** Everything the form holds; inputs are kept as typed. */
export interface BatchDraft {
  datasetId: string | null;
  pipelineId: string | null;
  target: string | null;
  timeColumn: string | null;
  metric: string | null;
  name: string;
  seed: string;
  config: Record<string, unknown>;
  sweeps: Sweeps;
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
    timeColumn: null,
  };
}

const literalText = (value: unknown): string => (value === null ? 'none' : formatLiteral(value));

/** The sweeps of an earlier batch, as they would have been typed. */
function sweepsOf(batch: Batch, fields: readonly ConfigField[]): Sweeps {
  const drafts = fields.flatMap((field): [string, SweepDraft][] => {
    const values = batch.search.space[field.name];
    if (!Array.isArray(values) || !field.sweepable) return [];
    const choices = field.choices.filter((choice) => values.includes(choice));
    const text = values.map(literalText).join('; ');
    return [[field.name, field.choices.length > 0 ? { choices } : { text }]];
  });
  return Object.fromEntries(drafts);
}

const knownColumn = (dataset: Dataset | undefined, name: string | null | undefined) =>
  dataset?.columns.find((column) => column.name === name)?.name ?? null;

interface Sources {
  pipelines: readonly Pipeline[];
  /** The dataset to start with. */
  dataset: Dataset | undefined;
  search: NewBatchSearch;
  /** The batch whose settings are used again. */
  from: Batch | undefined;
}

/** What the form starts with: the address, else the earlier batch, else what is most likely meant. */
export function initialDraft({ pipelines, dataset, search, from }: Sources): BatchDraft {
  const wanted = search.pipeline ?? from?.pipeline;
  const pipeline = pipelines.find((one) => one.id === wanted) ?? pipelines.find((one) => one.ok);
  const draft: BatchDraft = {
    ...pipelineDefaults(pipeline),
    ...datasetDefaults(dataset, pipeline, search.target ?? from?.target),
    timeColumn: knownColumn(dataset, search.time_column ?? from?.time_column),
    name: '',
    seed: '',
  };
  if (!from || pipeline?.id !== from.pipeline) return draft;
  const config: Record<string, unknown> = { ...draft.config, ...from.config };
  return {
    ...draft,
    config,
    sweeps: sweepsOf(from, fieldsOf(pipeline, 'en')),
    metric: from.objective.metric,
    seed: String(from.seed),
  };
}
