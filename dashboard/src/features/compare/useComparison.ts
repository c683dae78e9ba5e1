import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, client } from '@/api/client';
import { batchQuery, comparisonQuery } from '@/api/queries/batches';
import type { Dimension, Job, JobError, Page } from '@/api/types';
import { fromResponse } from './fromResponse';

/** Shortest time between two drawings of a running batch. */
const REDRAW_MS = 1000;
const PAGE = 200;

/** The batch, its runs column by column, and why failed ones failed; current while the batch runs. */
export function useComparison(batchId: string) {
  const batch = useQuery(batchQuery(batchId));
  const comparison = useQuery(comparisonQuery(batchId));
  const response = useThrottled(comparison.data, REDRAW_MS);
  const labelOf = useMetricLabel();
  const data = useMemo(
    () => (response === undefined ? undefined : fromResponse(response, labelOf)),
    [response, labelOf],
  );
  const failed = data?.runs.filter(({ state }) => state === 'failed').length ?? 0;
  const errors = useQuery({
    // Not under the batches' keys: the log of a failed run doesn't change with every event.
    queryKey: ['compare', 'errors', batchId, failed],
    queryFn: ({ signal }) => fetchErrors(batchId, signal),
    enabled: failed > 0,
    staleTime: Infinity,
    placeholderData: keepPreviousData,
  });
  return { batch, comparison, data, errors: errors.data ?? NO_ERRORS };
}

/** The name of a metric: ours where it isn't the pipeline's, like the time a run took. */
function useMetricLabel(): (metric: Dimension) => string {
  const { i18n } = useTranslation();
  return useCallback(
    ({ name, label }) => {
      const key = `compare:metrics.${name}`;
      // Metrics are named by pipelines, so the compiler can't know them.
      return i18n.exists(key) ? (i18n.t as (key: string) => string)(key) : label;
    },
    [i18n],
  );
}

const NO_ERRORS: ReadonlyMap<string, JobError> = new Map();

/** Error by job id of every failed run. */
async function fetchErrors(
  batchId: string,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, JobError>> {
  const errors = new Map<string, JobError>();
  let cursor: string | null = null;
  do {
    const query = { batch_id: batchId, state: ['failed' as const], limit: PAGE, cursor };
    const page: Page<Job> = await answer(client.GET('/api/v1/jobs', { params: { query }, signal }));
    for (const { id, error } of page.items) if (error !== null) errors.set(id, error);
    cursor = page.next_cursor;
  } while (cursor !== null);
  return errors;
}

/** `value`, but changing at most every `interval` ms; the first and the last value always arrive. */
function useThrottled<Value>(value: Value, interval: number): Value {
  const [shown, setShown] = useState(value);
  const changedAt = useRef(0);
  useEffect(() => {
    const wait = Math.max(0, changedAt.current + interval - performance.now());
    const timer = setTimeout(() => {
      changedAt.current = performance.now();
      setShown(value);
    }, wait);
    return () => {
      clearTimeout(timer);
    };
  }, [value, interval]);
  return shown;
}
