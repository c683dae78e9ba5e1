import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { batchCurvesQuery, runsCurvesQuery } from '@/api/queries/comparison';
import type { PlotPanelProps } from '../plot/plotProps';
import { shownRuns } from '../toParallel';

/** So many of the best runs are drawn beside the pinned ones. */
export const BEST_CURVES = 20;
const MOST_PINNED = 30;
/** Growing curves are asked for this often. */
const REFRESH_MS = 2500;

const NO_RUNS: readonly string[] = [];

/** The curves of the best and the pinned runs and the band of all; growing while runs come in. */
export function useCurves({ model, source, live }: PlotPanelProps) {
  const { parallel, view } = model;
  const { runs } = parallel.data;
  const best = (shownRuns(parallel, view.show) ?? parallel.ranking?.order ?? [])
    .slice(0, BEST_CURVES)
    .flatMap((index) => runs[index]?.number ?? []);
  const wanted = new Set([...best, ...view.pinned.slice(0, MOST_PINNED)]);
  const numbers = [...wanted].sort((a, b) => a - b);
  const { curve } = view;
  const own = source.kind === 'batch';
  const paced = {
    placeholderData: keepPreviousData,
    refetchInterval: live ? REFRESH_MS : (false as const),
  };
  const batch = useQuery({
    ...batchCurvesQuery(own ? source.batchId : '', { numbers, curve, live }),
    ...paced,
    enabled: own,
  });
  const picked = useQuery({
    ...runsCurvesQuery(own ? NO_RUNS : source.runIds, { curve, live }),
    ...paced,
    enabled: !own,
  });
  return own ? batch : picked;
}
