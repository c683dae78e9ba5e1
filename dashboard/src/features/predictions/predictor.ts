import { useQuery } from '@tanstack/react-query';
import { modelQuery, modelVersionQuery, runModelQuery } from '@/api/queries/models';
import type { ModelInput, PredictionCreate, StoredModel } from '@/api/types';

/** What predicts: the model of a run, or a version of a registered one. */
export type PredictorRef =
  { kind: 'run'; experimentId: string } | { kind: 'model'; name: string; at: string };

/** What a form has to know of the model that predicts. */
export interface Predictor {
  /** The part of the request that names it. */
  body: Pick<PredictionCreate, 'experiment_id' | 'model'>;
  /** For people: the run's name, or the model's with its version. */
  name: string;
  inputs: ModelInput[];
  task: StoredModel['task'];
  target: string;
}

/** Reads `name@version` or `name@alias`; names have no `@`. */
export function modelRef(text: string): PredictorRef | null {
  const [name, at, ...more] = text.split('@');
  return name && at && more.length === 0 ? { kind: 'model', name, at } : null;
}

export function bodyOf(ref: PredictorRef): Predictor['body'] {
  return ref.kind === 'run'
    ? { experiment_id: ref.experimentId }
    : { model: `${ref.name}@${ref.at}` };
}

/** The model behind a reference: what it reads and what it predicts. */
export function usePredictor(ref: PredictorRef) {
  const named = ref.kind === 'model' ? ref : null;
  const number = named && /^\d+$/.test(named.at) ? Number(named.at) : null;
  const byAlias = named !== null && number === null;
  const model = useQuery({ ...modelQuery(named?.name ?? ''), enabled: byAlias });
  const version = number ?? (named && model.data?.aliases[named.at]) ?? null;
  const ofVersion = useQuery({
    ...modelVersionQuery(named?.name ?? '', version ?? 0),
    enabled: version !== null,
  });
  const ofRun = useQuery({
    ...runModelQuery(ref.kind === 'run' ? ref.experimentId : ''),
    enabled: ref.kind === 'run',
  });
  const query = ref.kind === 'run' ? ofRun : byAlias && version === null ? model : ofVersion;
  const data = ref.kind === 'run' ? ofRun.data : ofVersion.data;
  const predictor: Predictor | null = data
    ? {
        body: bodyOf(ref),
        name: 'version' in data ? `${data.model} v${data.version}` : data.experiment_name,
        inputs: data.inputs,
        task: data.task,
        target: data.target,
      }
    : null;
  return {
    predictor,
    error: query.error,
    /** The model is there but has no such alias. */
    noAlias: byAlias && model.isSuccess && version === null,
    retry: () => void query.refetch(),
  };
}
