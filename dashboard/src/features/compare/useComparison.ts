import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { batchQuery, comparisonQuery } from '@/api/queries/batches';
import { runsComparisonQuery } from '@/api/queries/comparison';
import type { Batch, Dimension, JobError } from '@/api/types';
import { fetchErrors } from './fetchErrors';
import { fromResponse } from './fromResponse';
import type { Comparison, Source } from './types';

/** Shortest time between two drawings of a running batch. */
const REDRAW_MS = 1000;

interface Loaded {
  /** Null before it is there, and for picked runs. */
  batch: Batch | null;
  /** What is compared; null before it is known. */
  name: string | null;
  data: Comparison | undefined;
  errors: ReadonlyMap<string, JobError>;
  error: unknown;
  /** The last update failed. */
  stale: boolean;
  retry: () => void;
}

/** The runs column by column, and why failed ones failed; current while they run. */
export function useComparison(source: Source): Loaded {
  const { t } = useTranslation('compare');
  const own = source.kind === 'batch';
  const batch = useQuery({ ...batchQuery(own ? source.batchId : ''), enabled: own });
  const ofBatch = useQuery({ ...comparisonQuery(own ? source.batchId : ''), enabled: own });
  const ofRuns = useQuery(runsComparisonQuery(own ? NO_RUNS : source.runIds));
  const comparison = own ? ofBatch : ofRuns;
  const response = useThrottled(comparison.data, REDRAW_MS);
  const labelOf = useLabel();
  const data = useMemo(
    () => (response === undefined ? undefined : fromResponse(response, labelOf)),
    [response, labelOf],
  );
  const errors = useErrors(source, data);
  return {
    batch: batch.data ?? null,
    name: own ? (batch.data?.name ?? null) : t('runsName', { count: source.runIds.length }),
    data,
    errors,
    error: batch.error ?? comparison.error,
    stale: comparison.isError,
    retry: () => {
      if (own) void batch.refetch();
      void comparison.refetch();
    },
  };
}

const NO_RUNS: readonly string[] = [];
const NO_ERRORS: ReadonlyMap<string, JobError> = new Map();

function useErrors(source: Source, data: Comparison | undefined): ReadonlyMap<string, JobError> {
  const failed = data?.runs.filter(({ state }) => state === 'failed') ?? [];
  const errors = useQuery({
    // Not under the batches' keys: the log of a failed run doesn't change with every event.
    queryKey: ['compare', 'errors', source, failed.length],
    queryFn: ({ signal }) => fetchErrors(source, failed, signal),
    enabled: failed.length > 0,
    staleTime: Infinity,
    placeholderData: keepPreviousData,
  });
  return errors.data ?? NO_ERRORS;
}

/** The name of a column: ours where it isn't the pipeline's, like the time a run took. */
function useLabel(): (dimension: Pick<Dimension, 'name' | 'label'>) => string {
  const { i18n } = useTranslation();
  return useCallback(
    ({ name, label }) => {
      const key = `compare:${name.startsWith('@') ? 'origins' : 'metrics'}.${name.replace('@', '')}`;
      // Metrics are named by pipelines, so the compiler can't know them.
      return i18n.exists(key) ? (i18n.t as (key: string) => string)(key) : label;
    },
    [i18n],
  );
}

/** `value`, but changing at most every `interval` ms; the first and the last value always arrive. */
function useThrottled<Value>(value: Value, interval: number): Value {
  const [shown, setShown] = useState(value);
  const changedAt = useRef(0);
  // At once and without drawing nothing before it.
  if (shown === undefined && value !== undefined) setShown(value);
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
