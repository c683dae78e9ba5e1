import { useState } from 'react';
import type { Parallel } from './toParallel';

export interface SettledBest {
  /** Index of the run marked as best. */
  best: number | null;
  /** How many better runs have come in since; they wait to be shown. */
  waiting: number;
  accept: () => void;
}

/**
 * The run that is marked as the best. While a batch runs, a better one doesn't take the mark from
 * under the reader's eyes: it waits until it is asked for.
 */
export function useSettledBest({ data, ranking }: Parallel): SettledBest {
  const objective =
    ranking === null ? '' : `${ranking.objective.column.name} ${ranking.objective.direction}`;
  const [settled, setSettled] = useState<{ objective: string; id: string | null }>({
    objective,
    id: null,
  });
  const order = ranking?.order ?? [];
  const current = order[0] ?? null;
  const currentId = current === null ? null : (data.runs[current]?.id ?? null);
  const place = order.findIndex((index) => data.runs[index]?.id === settled.id);
  const stale = settled.objective !== objective || place < 0;
  if (stale && (settled.objective !== objective || settled.id !== currentId)) {
    setSettled({ objective, id: currentId });
  }
  const accept = () => {
    setSettled({ objective, id: currentId });
  };
  return stale
    ? { best: current, waiting: 0, accept }
    : { best: order[place] ?? null, waiting: place, accept };
}
