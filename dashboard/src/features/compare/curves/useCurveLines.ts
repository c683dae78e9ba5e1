import { useMemo } from 'react';
import type { CurvesAnswer } from '@/api/types';
import { useChartTheme } from '@/charts/theme';
import type { XyGeometry } from '@/charts/xyGeometry';
import { strokeOf } from '../plot/SvgLines';
import { runColour } from '../toParallel';
import type { RunState } from '../types';
import type { CompareModel } from '../useCompareModel';
import { spots, type CurveAxes, type Spot } from './curveLayout';

/** One run's curve as it is drawn. */
export interface CurveLine {
  /** Of the run in the comparison. */
  index: number;
  state: RunState;
  /** Passes every brush. */
  selected: boolean;
  colour: string;
  spots: readonly (Spot | null)[];
}

const NO_LINES: readonly CurveLine[] = [];

/** The curves of the runs that the comparison has, the selected ones last so that they lie on top. */
export function useCurveLines(
  { parallel, brushed }: CompareModel,
  data: CurvesAnswer,
  axes: CurveAxes | null,
  geometry: XyGeometry,
): readonly CurveLine[] {
  const theme = useChartTheme();
  return useMemo(() => {
    if (axes === null) return NO_LINES;
    const places = new Map(parallel.data.runs.map(({ id }, index) => [id, index]));
    const lines = data.runs.flatMap(({ job_id, state, points }): CurveLine[] => {
      const index = places.get(job_id);
      if (index === undefined || points.length === 0) return [];
      const selected = brushed[index] === true;
      const colour = strokeOf(runColour(parallel, index), selected, theme);
      return [{ index, state, selected, colour, spots: spots(points, axes, geometry) }];
    });
    return lines.sort((a, b) => Number(a.selected) - Number(b.selected));
  }, [parallel, brushed, data, axes, geometry, theme]);
}
