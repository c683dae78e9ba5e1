import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '@/i18n/useFormat';
import { buildAxis, type Axis, type Formats } from '../axis';
import type { AxisView, Column, Direction, Run } from '../types';
import type { CompareModel } from '../useCompareModel';
import { useFormats } from '../useFormats';

export type Side = 'x' | 'y';

interface AxisOptions {
  column: Column;
  side: Side;
  runs: readonly Run[];
  /** Which end is the better one. */
  direction: Direction | null;
  /** The same column as an axis of the parallel coordinates, whose scale is taken over. */
  parallel: Axis | undefined;
  view: AxisView | undefined;
  formats: Formats;
}

/** An axis on which values rise to the right or the top, whichever end is the better one. */
function xyAxis({ column, side, runs, direction, parallel, view, formats }: AxisOptions): Axis {
  const kind = parallel?.scale.kind ?? view?.scale;
  const category = kind === 'category' || column.type === 'category';
  // Text reads from the left, and on the vertical axis from the top.
  const rising = column.type === 'category' ? side === 'x' : direction === 'minimize';
  return buildAxis({
    column,
    runs: side === 'x' ? runs : runs.map(otherJitter),
    direction,
    objective: false,
    view: {
      name: column.name,
      ...(kind === undefined ? {} : { scale: kind }),
      ...(view?.clip === undefined ? {} : { clip: view.clip }),
      invert: category && column.type === 'number' ? false : rising,
    },
    listed: null,
    formats,
  });
}

/** Runs are spread by their number: the same spread on both axes would put them on a diagonal. */
function otherJitter(run: Run): Run {
  return { ...run, number: run.number * 13 + 5 };
}

/** Builds axes of the comparison's columns, with the number of runs without a value on them. */
export function useAxisBuilder({ parallel, view }: CompareModel) {
  const { t } = useTranslation('compare');
  const format = useFormat();
  const formats = useFormats();
  return useCallback(
    (column: Column, side: Side, direction?: Direction): Axis => {
      const axis = xyAxis({
        column,
        side,
        runs: parallel.data.runs,
        direction: direction ?? column.direction,
        parallel: parallel.axes.find((candidate) => candidate.column === column),
        view: view.axes?.find(({ name }) => name === column.name),
        formats,
      });
      const missing = column.values.filter((value) => value === null).length;
      const label = t('scatter.none', { count: missing, runs: format.integer(missing) });
      const ticks = axis.ticks.map((tick) => (tick.kind === 'none' ? { ...tick, label } : tick));
      return { ...axis, ticks };
    },
    [parallel, view.axes, t, format, formats],
  );
}
