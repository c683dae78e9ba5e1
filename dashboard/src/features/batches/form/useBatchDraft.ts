import { useCallback, useMemo, useState } from 'react';
import type { Dataset, Pipeline } from '@/api/types';
import { formatLiteral } from '@/i18n/format';
import { pickTime } from './columns';
import { startSweep, type SweepDraft } from './draft';
import { datasetDefaults, pipelineDefaults, type BatchDraft } from './initialDraft';
import type { MappedProblems } from './problems';
import type { ConfigField } from './schema';

const NO_PROBLEMS: MappedProblems = { config: {}, inputs: {}, form: [] };

function without(problems: Record<string, string[]>, keys: readonly string[]) {
  return Object.fromEntries(Object.entries(problems).filter(([key]) => !keys.includes(key)));
}

/** The form's state and its changes. What the server said of a field goes when the field changes. */
export function useBatchDraft(initial: BatchDraft) {
  const [draft, setDraft] = useState(initial);
  const [problems, setProblems] = useState(NO_PROBLEMS);

  const forget = useCallback((inputs: readonly string[], parameters: readonly string[]) => {
    setProblems((old) => ({
      config: without(old.config, parameters),
      inputs: without(old.inputs, inputs),
      form: [],
    }));
  }, []);

  const change = useCallback(
    (part: Partial<BatchDraft>, inputs: readonly string[]) => {
      setDraft((old) => ({ ...old, ...part }));
      forget(inputs, []);
    },
    [forget],
  );

  const { config, strategy } = draft;
  const changeConfig = useCallback(
    (next: BatchDraft['config']) => {
      const names = Object.keys({ ...next, ...config });
      forget(
        [],
        names.filter((name) => next[name] !== config[name]),
      );
      setDraft((old) => ({ ...old, config: next }));
    },
    [forget, config],
  );

  const changeSweep = useCallback(
    (name: string, sweep: SweepDraft | null) => {
      setDraft((old) => {
        const others = Object.entries(old.sweeps).filter(([key]) => key !== name);
        const sweeps = sweep === null ? others : [...others, [name, sweep] as const];
        return { ...old, sweeps: Object.fromEntries(sweeps) };
      });
      forget([], [name]);
    },
    [forget],
  );

  const changes = useMemo(
    () => ({
      change,
      changeConfig,
      changeSweep,
      stopSweep: (name: string) => {
        changeSweep(name, null);
      },
      changePipeline: (pipeline: Pipeline | undefined, dataset: Dataset | undefined) => {
        setDraft((old) => ({
          ...old,
          ...pipelineDefaults(pipeline),
          timeColumn: old.timeColumn ?? pickTime(dataset, pipeline?.task ?? 'regression'),
        }));
        setProblems(NO_PROBLEMS);
      },
      changeDataset: (dataset: Dataset | undefined, pipeline: Pipeline | undefined) => {
        change(datasetDefaults(dataset, pipeline), ['dataset_id', 'target', 'time_column']);
      },
    }),
    [change, changeConfig, changeSweep],
  );

  const beginSweep = useCallback(
    (field: ConfigField) => {
      changeSweep(field.name, startSweep(field, config[field.name], strategy, formatLiteral));
    },
    [changeSweep, config, strategy],
  );
  return { draft, problems, setProblems, startSweep: beginSweep, ...changes };
}

export type BatchDraftState = ReturnType<typeof useBatchDraft>;
