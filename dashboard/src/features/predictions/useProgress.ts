import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useJobStream } from '@/api/jobStream';
import { predictionKeys } from '@/api/queries/predictions';
import type { JobEvent, PredictionItem } from '@/api/types';
import { EMPTY_PACE, readPace, secondsLeft, type Pace } from './pace';

export const isUnderWay = ({ state }: Pick<PredictionItem, 'state'>): boolean =>
  state === 'queued' || state === 'running';

/** How far a prediction is, from whichever of feed and stream is ahead. */
export function useProgress(prediction: PredictionItem) {
  const client = useQueryClient();
  const [pace, setPace] = useState<Pace>(EMPTY_PACE);
  const [live, setLive] = useState(true);
  const active = isUnderWay(prediction);
  useJobStream(
    prediction.id,
    prediction.attempt,
    {
      onEvents: (events: JobEvent[]) => {
        setPace((old) => events.reduce(readPace, old));
      },
      onEnd: () => {
        // Rows and summary are written with the final state, after the last event.
        void client.invalidateQueries({ queryKey: predictionKeys.all });
      },
      onStatus: (status) => {
        setLive(status === 'live' || status === 'connecting');
      },
    },
    active,
  );
  const { row_count: count, rows_done: stored } = prediction;
  const said = Math.max(pace.last?.fraction ?? 0, prediction.progress ?? 0);
  const rows = active ? Math.max(stored, Math.floor(said * count)) : stored;
  return {
    active,
    live,
    rows,
    fraction: count === 0 ? 0 : Math.min(1, rows / count),
    secondsLeft: active ? secondsLeft(pace) : null,
  };
}

export type Progress = ReturnType<typeof useProgress>;
