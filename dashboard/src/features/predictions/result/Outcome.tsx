import type { Prediction } from '@/api/types';
import { ResultChart } from './ResultChart';
import { SingleValue } from './SingleValue';

/** What came of a prediction, in a narrow column: its one value, or its chart. */
export function Outcome({ prediction }: { prediction: Prediction }) {
  if (prediction.source !== 'horizon' && prediction.rows_done === 1) {
    return <SingleValue prediction={prediction} />;
  }
  return <ResultChart prediction={prediction} small />;
}
