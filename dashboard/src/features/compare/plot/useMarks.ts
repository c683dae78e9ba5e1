import { useMemo } from 'react';
import type { CompareModel } from '../useCompareModel';
import type { Marks } from './Highlights';

/** The runs that stand out in every chart, and the objective's value of a run as text. */
export function useMarks(model: CompareModel, best: number | null, hovered: number | null) {
  const { parallel, view } = model;
  const marks = useMemo((): Marks => {
    const pinned = view.pinned.map((number) =>
      parallel.data.runs.findIndex((run) => run.number === number),
    );
    return { best, hovered, pinned: pinned.filter((index) => index >= 0) };
  }, [parallel, view.pinned, best, hovered]);
  const valueOf = (index: number) => {
    const value = parallel.ranking?.objective.column.values[index] ?? null;
    return typeof value === 'number' ? model.objectiveText(value) : '—';
  };
  return { marks, valueOf };
}
