import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { isApiError } from '@/api/errors';
import { useJobStream } from '@/api/jobStream';
import { analysisKeys, useStartRefit } from '@/api/queries/analyses';
import { experimentKeys, useCancelJob } from '@/api/queries/experiments';
import { jobQuery } from '@/api/queries/jobs';
import type { Job } from '@/api/types';

export interface Refit {
  /** The job once it was asked for; null before, and once its result is there. */
  job: Job | null;
  /** How far it is, from 0 to 1, and what it does. */
  progress: { fraction: number; message: string } | null;
  starting: boolean;
  error: unknown;
  start: () => void;
  cancel: () => void;
}

/** Trains a run again to have its errors, follows the job live and fetches what waited for it. */
export function useRefit(experimentId: string): Refit {
  const client = useQueryClient();
  const begin = useStartRefit();
  const stop = useCancelJob();
  const [started, setStarted] = useState<Job | null>(null);
  const [progress, setProgress] = useState<Refit['progress']>(null);
  const id = started?.id ?? '';
  const query = useQuery({ ...jobQuery(id), enabled: started !== null });
  const job = started === null ? null : (query.data ?? started);

  useJobStream(
    id,
    started?.attempt ?? 0,
    {
      onEvents: (events) => {
        for (const event of events) {
          if (event.type !== 'progress') continue;
          const { fraction, message } = event.data;
          setProgress({
            fraction: typeof fraction === 'number' ? fraction : 0,
            message: typeof message === 'string' ? message : '',
          });
        }
      },
      onEnd: () => void query.refetch(),
    },
    started !== null,
  );

  const done = job?.state === 'succeeded';
  useEffect(() => {
    if (!done) return;
    void client.invalidateQueries({ queryKey: analysisKeys.all });
    void client.invalidateQueries({ queryKey: experimentKeys.detail(experimentId) });
  }, [done, client, experimentId]);

  return {
    job,
    progress,
    starting: begin.isPending,
    error: begin.error ?? stop.error,
    start: () => {
      begin.mutate(experimentId, {
        onSuccess: (made) => {
          setProgress(null);
          setStarted(made);
        },
        onError: (error) => {
          // Somebody else was quicker: what is wanted is there.
          if (isApiError(error) && error.code === 'analysis_kept') {
            void client.invalidateQueries({ queryKey: analysisKeys.all });
          }
        },
      });
    },
    cancel: () => {
      if (job !== null) stop.mutate(job.id, { onSuccess: () => void query.refetch() });
    },
  };
}
