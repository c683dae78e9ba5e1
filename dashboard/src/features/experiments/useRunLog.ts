import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useJobStream } from '@/api/jobStream';
import { experimentKeys } from '@/api/queries/experiments';
import type { Experiment } from '@/api/types';
import { appendEvents, EMPTY_RUN_LOG, type RunLog } from './runLog';

/**
 * The run's events, replayed from the first and followed live, across lost connections and retries.
 * `live` is false while the stream is interrupted.
 */
export function useRunLog(run: Pick<Experiment, 'id' | 'attempt'>): { log: RunLog; live: boolean } {
  const client = useQueryClient();
  const [log, setLog] = useState(EMPTY_RUN_LOG);
  const [live, setLive] = useState(true);
  useJobStream(run.id, run.attempt, {
    onEvents: (events) => {
      setLog((old) => appendEvents(old, events));
    },
    onEnd: () => {
      // Metrics and timings are written with the final state, after the last event.
      void client.invalidateQueries({ queryKey: experimentKeys.detail(run.id) });
    },
    onStatus: (status) => {
      setLive(status === 'live' || status === 'connecting');
    },
  });
  return { log, live };
}
