import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { previewBatch } from '@/api/queries/batches';
import type { BatchPlan } from './useBatchPlan';

const SETTLED_MS = 500;

/**
 * Asks the server to count the runs once typing has settled. Returns its count where it differs from
 * the form's, else `null`. What the server refuses is shown when the batch is started.
 */
export function usePreview(plan: BatchPlan): number | null {
  const body = plan.request?.kind === 'batch' ? plan.request.body : null;
  const [settled] = useDebouncedValue(body === null ? null : JSON.stringify(body), SETTLED_MS);
  const current = body !== null && settled === JSON.stringify(body);
  const preview = useQuery({
    queryKey: ['batch-preview', settled],
    queryFn: () => {
      if (body === null) throw new Error('A preview needs a request.');
      return previewBatch(body);
    },
    enabled: current,
    retry: false,
    staleTime: Infinity,
  });
  const count = current ? preview.data?.job_count : undefined;
  return count === undefined || count === plan.runs ? null : count;
}
