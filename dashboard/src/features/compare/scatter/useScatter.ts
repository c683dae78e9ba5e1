import { useMemo } from 'react';
import type { CompareModel } from '../useCompareModel';
import { useAxisBuilder } from '../xy/useAxisBuilder';
import { useXyPlot, type XyAxes, type XyPlot } from '../xy/xyPlot';
import { scatterColumns, scatterFront } from './scatterAxes';

interface ScatterAxes extends XyAxes {
  /** Indexes of the runs on the front, best by x first; null where a column has no better end. */
  front: readonly number[] | null;
}

export type Scatter = ScatterAxes & XyPlot;

/** Everything the scatter plot draws; null without two columns. */
export function useScatter(model: CompareModel, width: number, height: number): Scatter | null {
  const { parallel, view } = model;
  const build = useAxisBuilder(model);
  const axes = useMemo((): ScatterAxes | null => {
    const columns = scatterColumns(parallel, view);
    if (columns === null) return null;
    return {
      x: build(columns.x, 'x'),
      y: build(columns.y, 'y'),
      brushesX: true,
      front: scatterFront(parallel, columns),
    };
  }, [parallel, view, build]);
  return useXyPlot(model, axes, { width, height });
}
