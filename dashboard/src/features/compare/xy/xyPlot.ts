import { useMemo } from 'react';
import { tickWidth, xAt, yAt, type XyGeometry } from '@/charts/xyGeometry';
import type { Axis } from '../axis';
import { MAX_LINES, shownRuns, type Parallel } from '../toParallel';
import type { Run } from '../types';
import type { CompareModel } from '../useCompareModel';

/** How a run is drawn where its value is. */
export type DotShape = 'dot' | 'cross' | 'dash';

export interface XyDot {
  /** Of the run in the comparison. */
  index: number;
  x: number;
  y: number;
  /** Passes every brush, and "Show" leaves it. */
  selected: boolean;
  shape: DotShape;
}

export interface XyAxes {
  x: Axis;
  y: Axis;
  /** Whether a drag selects on x, too; else it selects on y over the whole width. */
  brushesX: boolean;
}

/** A chart of the runs on two axes. */
export interface XyPlot extends XyAxes {
  geometry: XyGeometry;
  dots: readonly XyDot[];
}

interface Options {
  width: number;
  height: number;
  shapeOf?: (run: Run) => DotShape;
  /** Indexes of runs that are drawn even where there are too many for all. */
  always?: readonly number[];
}

const asDot = (): DotShape => 'dot';
const NONE: readonly number[] = [];

/** Places every run on the axes; null without them. */
export function useXyPlot<Axes extends XyAxes>(
  model: CompareModel,
  axes: Axes | null,
  { width, height, shapeOf = asDot, always = NONE }: Options,
): (Axes & XyPlot) | null {
  const { parallel, view, brushed } = model;
  const geometry = useMemo(
    (): XyGeometry => ({
      width: Math.floor(width),
      height,
      margin: { left: tickWidth(axes?.y.ticks ?? []) + 14, right: 24, top: 30, bottom: 40 },
    }),
    [axes, width, height],
  );
  const { show } = view;
  return useMemo(() => {
    if (axes === null) return null;
    const shown = shownRuns(parallel, show);
    const kept = shown === null ? null : new Set(shown);
    const dots = drawnRuns(parallel, always).map((index) => {
      const run = parallel.data.runs[index];
      return {
        index,
        ...placeOf({ ...axes, geometry }, index),
        selected: brushed[index] === true && (kept === null || kept.has(index)),
        shape: run === undefined ? 'dot' : shapeOf(run),
      };
    });
    return { ...axes, geometry, dots };
  }, [axes, geometry, parallel, brushed, show, shapeOf, always]);
}

/** Indexes of the runs that are drawn: all where they are few, else the sample of every chart. */
export function drawnRuns(
  { data, drawn }: Pick<Parallel, 'data' | 'drawn'>,
  always: readonly number[],
): number[] {
  if (data.runs.length <= MAX_LINES) return data.runs.map((_, index) => index);
  return [...new Set([...drawn, ...always])].sort((a, b) => a - b);
}

/** Where a run is, drawn or not, in px from the chart's top left corner. */
export function placeOf({ x, y, geometry }: Pick<XyPlot, 'x' | 'y' | 'geometry'>, index: number) {
  return { x: xAt(geometry, x.units[index] ?? 0), y: yAt(geometry, y.units[index] ?? 0) };
}

/** Runs of the same look as one path, which draws thousands at once. */
export function dotsPath(dots: readonly Pick<XyDot, 'x' | 'y'>[], shape: DotShape): string {
  const stroke = STROKES[shape];
  return dots.map(({ x, y }) => stroke(x, y)).join('');
}

const at = (x: number, y: number) => `${x.toFixed(1)} ${y.toFixed(1)}`;
const STROKES: Record<DotShape, (x: number, y: number) => string> = {
  dot: (x, y) => `M${at(x, y)}h0`,
  cross: (x, y) => `M${at(x - 3, y - 3)}l6 6m-6 0l6 -6`,
  dash: (x, y) => `M${at(x - 3.5, y)}h7`,
};

/** A line through points that first goes across, then up or down. */
export function stairsPath(points: readonly { x: number; y: number }[]): string {
  return points
    .map(({ x, y }, place) => (place === 0 ? `M${at(x, y)}` : `H${x.toFixed(1)}V${y.toFixed(1)}`))
    .join('');
}
