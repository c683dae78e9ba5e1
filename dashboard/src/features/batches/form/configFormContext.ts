import { createContext, useContext } from 'react';

import type { ResolvedSweep, SweepDraft, Sweeps } from './draft';
import type { ConfigField } from './schema';
import type { Strategy } from './strategy';

/** What the rjsf templates and fields share beside rjsf's own props. */
export interface ConfigFormState {
  /** The parameters by name; nested ones are not in it and cannot be swept. */
  fields: ReadonlyMap<string, ConfigField>;
  strategy: Strategy;
  sweeps: Sweeps;
  resolved: Readonly<Record<string, ResolvedSweep>>;
  startSweep: (field: ConfigField) => void;
  stopSweep: (name: string) => void;
  changeSweep: (name: string, draft: SweepDraft) => void;
  /** Suggestions for parameters that list columns. */
  columnNames: readonly string[];
}

// rjsf keeps fields from rendering while their own props are equal; a context reaches them anyway.
export const ConfigFormContext = createContext<ConfigFormState | null>(null);

export function useConfigForm(): ConfigFormState {
  const state = useContext(ConfigFormContext);
  if (state === null) throw new Error('useConfigForm is used outside ConfigForm');
  return state;
}
