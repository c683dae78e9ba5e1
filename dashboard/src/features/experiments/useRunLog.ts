import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useJobStream } from '@/api/jobStream';
import { experimentKeys, fetchJobEvents } from '@/api/queries/experiments';
import type { Experiment, JobEvent } from '@/api/types';
import { appendEvents, EMPTY_RUN_LOG, type RunLog } from './runLog';

const POLL_MS = 5_000;
const MOST_EVENTS = 10_000;

/**
 * The run's events, replayed from the first and followed live, across lost connections and retries.
 * While the stream is interrupted (`live` is false) the stored log is asked for every 5 s instead.
 */
export function useRunLog(run: Pick<Experiment, 'id' | 'attempt'>): { log: RunLog; live: boolean } {
  const client = useQueryClient();
  const [log, setLog] = useState(EMPTY_RUN_LOG);
  const [live, setLive] = useState(true);
  const append = (events: readonly JobEvent[]) => {
    setLog((old) => appendEvents(old, events));
  };
  useJobStream(run.id, run.attempt, {
    onEvents: append,
    onEnd: () => {
      // Metrics and timings are written with the final state, after the last event.
      void client.invalidateQueries({ queryKey: experimentKeys.detail(run.id) });
    },
    onStatus: (status) => {
      setLive(status === 'live' || status === 'connecting');
    },
  });
  useQuery({
    queryKey: ['stored-events', run.id],
    queryFn: async ({ signal }) => {
      const page = await fetchJobEvents(run.id, log.lastId, MOST_EVENTS, signal);
      append(page.items);
      return page.last_id;
    },
    enabled: !live,
    refetchInterval: POLL_MS,
    gcTime: 0,
  });
  return { log, live };
}
