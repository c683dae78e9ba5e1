import { choiceParam, textParam } from '@/components/searchParams';

export const PREDICTION_STATES = ['running', 'queued', 'succeeded', 'failed', 'cancelled'] as const;

/** Which predictions the list shows; kept in the address, so that a view is a link. */
export interface PredictionsSearch {
  experiment?: string;
  /** A model's name, or one of its versions as `name@3`. */
  model?: string;
  state?: (typeof PREDICTION_STATES)[number];
}

export const predictionsSearch = (raw: Record<string, unknown>): PredictionsSearch => ({
  experiment: textParam(raw.experiment),
  model: textParam(raw.model),
  state: choiceParam(raw.state, PREDICTION_STATES),
});

/** What predicts: a run, or a version of a model as `name@3` or `name@champion`. */
export interface NewPredictionSearch {
  experiment?: string;
  model?: string;
}

export const newPredictionSearch = (raw: Record<string, unknown>): NewPredictionSearch => ({
  experiment: textParam(raw.experiment),
  model: textParam(raw.model),
});
