import { useMemo, useState } from 'react';
import { useExtendBatch } from '@/api/queries/batches';
import type { Batch, Pipeline } from '@/api/types';
import { useRequestKey } from '@/components/useRequestKey';
import { formatLiteral } from '@/i18n/format';
import { useFormat } from '@/i18n/useFormat';
import { countUnreadable, startSweep, toAxes, toSearch, type Sweeps } from './draft';
import { countRuns, MAX_RUNS } from './grid';
import { fieldsOf, sweepsOf } from './initialDraft';
import { readWhole } from './inputs';
import type { MappedProblems } from './problems';
import type { ConfigField } from './schema';
import type { SearchValues } from './SearchSection';
import { whyNotPruned } from './pruning';
import { DEFAULT_RUNS, isSampled, type Strategy } from './strategy';
import { useResolvedSweeps } from './useBatchPlan';
import { problemsOf } from './useStart';

const NO_PROBLEMS: MappedProblems = { config: {}, inputs: {}, form: [] };

/** A search to begin the form with. */
export interface ExtensionStart {
  strategy: Strategy;
  space: Batch['search']['space'];
  maxRuns: number;
}

interface ExtensionOptions {
  batch: Batch;
  start?: ExtensionStart;
  pipeline: Pipeline;
}

/** The state of the form that adds runs to a batch. */
export function useExtension({ batch, start, pipeline }: ExtensionOptions, onDone: () => void) {
  const { language } = useFormat();
  const extend = useExtendBatch();
  const keyFor = useRequestKey();
  const fields = useMemo(() => fieldsOf(pipeline, language), [pipeline, language]);
  const [values, setValues] = useState<SearchValues>({
    strategy: start?.strategy ?? batch.search.strategy ?? 'grid',
    maxRuns: start === undefined ? '' : String(start.maxRuns),
    pruner: Boolean(batch.search.pruner),
  });
  const [sweeps, setSweeps] = useState<Sweeps>(() =>
    sweepsOf(start?.space ?? batch.search.space, fields),
  );
  const { strategy } = values;
  const notPruned = whyNotPruned(pipeline, batch.config);
  const pruner = values.pruner && notPruned === null;
  const resolved = useResolvedSweeps(fields, sweeps, strategy);

  const axes = toAxes(resolved);
  const sampled = isSampled(strategy);
  const read = readWhole(values.maxRuns, 1, MAX_RUNS);
  const maxRuns = read === null ? DEFAULT_RUNS : read;
  const badRuns = sampled && maxRuns === undefined;
  const ready = axes.length > 0 && countUnreadable(resolved) === 0 && !badRuns;
  const names = new Set(fields.map(({ name }) => name));
  const found = problemsOf(extend.error, names);

  const startOne = (field: ConfigField) => {
    const draft = startSweep(field, batch.config[field.name], strategy, formatLiteral);
    setSweeps((old) => ({ ...old, [field.name]: draft }));
  };
  const form = {
    fields: new Map(fields.map((field) => [field.name, field])),
    strategy,
    sweeps,
    resolved,
    columnNames: [],
    startSweep: startOne,
    stopSweep: (name: string) => {
      setSweeps((old) => Object.fromEntries(Object.entries(old).filter(([key]) => key !== name)));
    },
    changeSweep: (name: string, draft: Sweeps[string]) => {
      extend.reset();
      setSweeps((old) => ({ ...old, [name]: draft }));
    },
  };
  return {
    form,
    values,
    change: (part: Partial<SearchValues>) => {
      extend.reset();
      setValues((old) => ({ ...old, ...part }));
    },
    varied: fields.filter(({ name }) => name in sweeps),
    others: fields.filter(({ name, sweepable }) => sweepable && !(name in sweeps)),
    problems: found ?? NO_PROBLEMS,
    failure: extend.error && found === null ? extend.error : null,
    /** How many runs are added; `null` for a grid, of which some may be there already. */
    runs: sampled && ready ? Math.min(maxRuns ?? 0, countRuns(axes)) : null,
    notPruned,
    badRuns,
    ready,
    pending: extend.isPending,
    send: () => {
      const search = toSearch({ strategy, maxRuns: maxRuns ?? 0, pruner }, axes, null);
      extend.mutate({ id: batch.id, search, key: keyFor(search) }, { onSuccess: onDone });
    },
  };
}

export type Extension = ReturnType<typeof useExtension>;
