import { useTranslation } from 'react-i18next';
import { isApiError } from '@/api/errors';
import { useCreatePrediction } from '@/api/queries/predictions';
import type { FieldError, Prediction, PredictionCreate } from '@/api/types';
import { useRequestKey } from '@/components/useRequestKey';
import type { Predictor } from '../predictor';

const MAX_NAME = 255;

/** Sends a request once however often the button is pressed. */
export function useStartPrediction(
  predictor: Predictor,
  onStarted: (prediction: Prediction) => void,
) {
  const { t } = useTranslation('predictions');
  const create = useCreatePrediction();
  const keyFor = useRequestKey();
  return {
    /** `subject`: what it is predicted for, in words of the user's language. */
    start: (input: Pick<PredictionCreate, 'rows' | 'dataset_id' | 'horizon'>, subject: string) => {
      const name = t('defaultName', { model: predictor.name, subject }).slice(0, MAX_NAME);
      const body = { ...predictor.body, ...input, name };
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
