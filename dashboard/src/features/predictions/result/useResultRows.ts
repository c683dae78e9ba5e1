import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { predictionResultQuery } from '@/api/queries/predictions';
import type { Prediction, ResultRow } from '@/api/types';

/** Every row of a forecast that is done: those that come with it, or the whole result once it is longer. */
export function useResultRows(prediction: Prediction): readonly ResultRow[] {
  const { id, preview, rows_done: done } = prediction;
  const { data } = useQuery({
    ...predictionResultQuery(id, done),
    enabled: done > preview.length && preview.length > 0,
    placeholderData: keepPreviousData,
  });
  return data && data.rows.length > preview.length ? data.rows : preview;
}
