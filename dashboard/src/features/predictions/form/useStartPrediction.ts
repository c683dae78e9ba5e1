import { isApiError } from '@/api/errors';
import { useCreatePrediction } from '@/api/queries/predictions';
import type { FieldError, Prediction, PredictionCreate } from '@/api/types';
import { useRequestKey } from '@/components/useRequestKey';
import type { Predictor } from '../predictor';

/** Sends a request once however often the button is pressed. */
export function useStartPrediction(
  predictor: Predictor,
  onStarted: (prediction: Prediction) => void,
) {
  const create = useCreatePrediction();
  const keyFor = useRequestKey();
  return {
    start: (input: Pick<PredictionCreate, 'rows' | 'dataset_id' | 'horizon'>) => {
      const body = { ...predictor.body, ...input };
      create.mutate({ body, idempotencyKey: keyFor(body) }, { onSuccess: onStarted });
    },
    pending: create.isPending,
    error: create.error,
    /** What a refusal says of single inputs. */
    problems: isApiError(create.error) ? create.error.errors : ([] satisfies FieldError[]),
    reset: create.reset,
  };
}

export type Start = ReturnType<typeof useStartPrediction>;
