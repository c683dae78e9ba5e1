import { useMemo } from 'react';
import type { Batch } from '@/api/types';
import { useFormat } from '@/i18n/useFormat';
import { isBrushed } from './brush';
import { columnFormatter } from './measured';
import { tableRows, type TableRows } from './rows';
import { layOut, withoutHidden, type Parallel } from './toParallel';
import type { Column, Comparison, ViewState } from './types';
import { useFormats } from './useFormats';
import { validView } from './viewUrl';

/** Everything the parts of the view show, derived from the data and the address in one place. */
export interface CompareModel {
  /** The view as far as this batch has what it names. */
  view: ViewState;
  parallel: Parallel;
  /** Per run: passes every brush. */
  brushed: readonly boolean[];
  rows: TableRows;
  objectiveText: (value: number, signed?: boolean) => string;
  metricText: (column: Column, value: number) => string;
  /** A difference of two values of a metric, with its sign. */
  deltaText: (column: Column, value: number) => string;
}

export function useCompareModel(
  data: Comparison,
  asked: ViewState,
  batch: Batch | null,
): CompareModel {
  const format = useFormat();
  const formats = useFormats();
  const listed = useListed(batch);
  const view = useMemo(() => validView(asked, data), [asked, data]);
  const { objective, colour, show, pareto, brushes } = view;
  const axes = useSameAxes(view.axes);
  const laidOut = useMemo(
    () => layOut(data, { objective, colour, show, pareto, axes }, { formats, listed }),
    [data, objective, colour, show, pareto, axes, formats, listed],
  );
  const parallel = useMemo(() => withoutHidden(laidOut, brushes), [laidOut, brushes]);
  const brushed = useMemo(() => isBrushed(data, brushes), [data, brushes]);
  const rows = useMemo(() => tableRows(parallel, brushed, view), [parallel, brushed, view]);
  const texts = useMemo(() => {
    const byName = new Map(
      data.columns.map(({ name, reported }) => [name, columnFormatter(reported, format.language)]),
    );
    const metricText = (column: Column, value: number) =>
      byName.get(column.name)?.(value) ?? format.metric(value);
    const deltaText = (column: Column, value: number) =>
      byName.get(column.name)?.(value, true) ?? format.metric(value);
    const own = byName.get(parallel.ranking?.objective.column.name ?? '');
    const objectiveText = (value: number, signed?: boolean) =>
      own?.(value, signed) ?? format.metric(value);
    return { metricText, deltaText, objectiveText };
  }, [data, parallel, format]);
  return useMemo(
    () => ({ view, parallel, brushed, rows, ...texts }),
    [view, parallel, brushed, rows, texts],
  );
}

const NOTHING: Batch['search']['space'] = {};

/** Which parameters the search lists value by value, and which it samples from a range. */
function useListed(batch: Batch | null): Record<string, boolean> {
  const space = batch?.search.space ?? NOTHING;
  return useMemo(
    () =>
      Object.fromEntries(
        Object.entries(space).map(([name, values]) => [name, Array.isArray(values)]),
      ),
    [space],
  );
}

/**
 * The address is read anew with every brush. Equal axes stay the same object, so that only a real
 * change lays the lines out, and draws them, again.
 */
function useSameAxes(axes: ViewState['axes']): ViewState['axes'] {
  const text = JSON.stringify(axes);
  return useMemo(() => JSON.parse(text) as ViewState['axes'], [text]);
}
