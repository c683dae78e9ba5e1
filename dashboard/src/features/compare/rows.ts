import { compareCells } from './cells';
import { shownRuns, type Parallel } from './toParallel';
import type { Cell, ViewState } from './types';

/** Sort keys of the columns that are not parameters or metrics. */
export const RANK_KEY = '@rank';
export const NUMBER_KEY = '@run';

export interface TableRows {
  /** Indexes of the selected runs with a rank, in the order shown. */
  ranked: readonly number[];
  /** The same of those without; always after the ranked ones. */
  unranked: readonly number[];
  /** Selected runs of all runs: what the brush and "Show" leave. */
  selected: number;
  total: number;
}

/** The table's rows: the same runs that the plot shows as selected. */
export function tableRows(
  parallel: Parallel,
  brushed: readonly boolean[],
  view: Pick<ViewState, 'show' | 'sort'>,
): TableRows {
  const { data, ranking } = parallel;
  const shown = shownRuns(parallel, view.show);
  const ranked = (shown ?? ranking?.order ?? []).filter((index) => brushed[index]);
  const others = shown !== null ? [] : (ranking?.unranked ?? data.runs.map((_, index) => index));
  const unranked = others.filter((index) => brushed[index]);
  return {
    ranked: sorted(ranked, data, view.sort),
    unranked: sorted(unranked, data, view.sort),
    selected: ranked.length + unranked.length,
    total: data.runs.length,
  };
}

/** A stable sort; runs without a value come last in either direction. */
function sorted(
  indexes: readonly number[],
  data: Parallel['data'],
  sort: ViewState['sort'],
): readonly number[] {
  if (sort === null) return indexes;
  if (sort.key === RANK_KEY) return sort.descending ? [...indexes].reverse() : indexes;
  const values = sortValues(data, sort.key);
  if (values === null) return indexes;
  const sign = sort.descending ? -1 : 1;
  return [...indexes].sort((a, b) => {
    const [left, right] = [values[a] ?? null, values[b] ?? null];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    return sign * compareCells(left, right);
  });
}

function sortValues(data: Parallel['data'], key: string): readonly Cell[] | null {
  if (key === NUMBER_KEY) return data.runs.map(({ number }) => number);
  return data.columns.find(({ name }) => name === key)?.reported ?? null;
}
