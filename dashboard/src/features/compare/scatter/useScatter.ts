import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { tickWidth, xAt, yAt, type XyGeometry } from '@/charts/xyGeometry';
import { useFormat } from '@/i18n/useFormat';
import type { Axis } from '../axis';
import { MAX_LINES, shownRuns } from '../toParallel';
import type { CompareModel } from '../useCompareModel';
import { useFormats } from '../useFormats';
import { scatterAxis, scatterColumns, scatterFront, type Side } from './scatterAxes';

export interface ScatterDot {
  /** Of the run in the comparison. */
  index: number;
  x: number;
  y: number;
  /** Passes every brush, and "Show" leaves it. */
  selected: boolean;
}

export interface Scatter {
  x: Axis;
  y: Axis;
  geometry: XyGeometry;
  dots: readonly ScatterDot[];
  /** Indexes of the runs on the front, best by x first; null where a column has no better end. */
  front: readonly number[] | null;
}

/** Everything the scatter plot draws; null without two columns. */
export function useScatter(model: CompareModel, width: number, height: number): Scatter | null {
  const { parallel, view, brushed } = model;
  const axes = useAxes(model);
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
    const { runs } = parallel.data;
    const shown = shownRuns(parallel, show);
    const kept = shown === null ? null : new Set(shown);
    const drawn = runs.length <= MAX_LINES ? runs.map((_, index) => index) : parallel.drawn;
    const dots = drawn.map((index) => ({
      index,
      x: xAt(geometry, axes.x.units[index] ?? 0),
      y: yAt(geometry, axes.y.units[index] ?? 0),
      selected: brushed[index] === true && (kept === null || kept.has(index)),
    }));
    return { ...axes, geometry, dots };
  }, [axes, geometry, parallel, brushed, show]);
}

function useAxes({ parallel, view }: CompareModel) {
  const { t } = useTranslation('compare');
  const format = useFormat();
  const formats = useFormats();
  return useMemo(() => {
    const columns = scatterColumns(parallel, view);
    if (columns === null) return null;
    const { runs } = parallel.data;
    const build = (side: Side): Axis => {
      const column = columns[side];
      const axis = scatterAxis({
        column,
        side,
        runs,
        parallel: parallel.axes.find((candidate) => candidate.column === column),
        view: view.axes?.find(({ name }) => name === column.name),
        formats,
      });
      const missing = column.values.filter((value) => value === null).length;
      const label = t('scatter.none', { count: missing, runs: format.integer(missing) });
      const ticks = axis.ticks.map((tick) => (tick.kind === 'none' ? { ...tick, label } : tick));
      return { ...axis, ticks };
    };
    return { x: build('x'), y: build('y'), front: scatterFront(parallel, columns) };
  }, [parallel, view, t, format, formats]);
}
