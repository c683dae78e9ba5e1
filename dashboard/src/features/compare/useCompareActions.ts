import { useState } from 'react';
import { changeAxis, hideAxis, moveAxis, setBrush, showAxes, togglePin, toggleSort } from './view';
import { RANK_KEY } from './rows';
import { scatterColumns } from './scatter/scatterAxes';
import type { ViewState } from './types';
import type { CompareModel } from './useCompareModel';

/** The axes that the keyboard walks: those of the chart in sight. */
function axesInSight({ parallel, view }: CompareModel): string[] {
  const columns = view.tab === 'scatter' ? scatterColumns(parallel, view) : null;
  if (columns !== null) return [columns.y.name, columns.x.name];
  const objective = parallel.ranking?.objective.column.name;
  if (view.tab === 'history') return objective === undefined ? [] : [objective];
  return parallel.axes.map(({ column }) => column.name);
}

/** Everything the user can do to the view, and the places of keyboard focus that aren't in the address. */
export function useCompareActions(model: CompareModel, onViewChange: (view: ViewState) => void) {
  const { view, parallel, rows } = model;
  const { data } = parallel;
  const [activeId, setActiveId] = useState<string | null>(null);
  const [activeAxis, setActiveAxis] = useState<string | null>(null);
  const [asked, setAsked] = useState<string | null>(null);

  const found = data.runs.findIndex(({ id }) => id === activeId);
  const active = found < 0 ? null : found;
  const setActive = (index: number | null) => {
    setActiveId(index === null ? null : (data.runs[index]?.id ?? null));
  };
  const pin = (index: number) => {
    const number = data.runs[index]?.number;
    if (number !== undefined) onViewChange(togglePin(view, number));
  };
  /** What a click on a run in a chart does: it becomes the table's row, and is pinned or no longer. */
  const pick = (index: number) => {
    setActive(index);
    pin(index);
  };
  /** Asks for the range of an axis; a hidden one is shown first. */
  const ask = (name: string | null) => {
    const names = parallel.axes.map(({ column }) => column.name);
    if (name !== null && !names.includes(name))
      onViewChange(showAxes(view, data, [...names, name]));
    setAsked(name);
  };
  const order = [...rows.ranked, ...rows.unranked];
  const axisNames = axesInSight(model);
  const onAxis = (name: string | null, act: (name: string) => void) => {
    if (name !== null && axisNames.includes(name)) act(name);
  };

  return {
    active,
    setActive,
    activeAxis,
    setActiveAxis,
    asked,
    ask,
    pin,
    pick,
    set: onViewChange,
    change: (change: Partial<ViewState>) => {
      onViewChange({ ...view, ...change });
    },
    brush: (name: string, brush: Parameters<typeof setBrush>[2]) => {
      onViewChange(setBrush(view, name, brush));
    },
    sort: (key: string) => {
      // Best first is what no sort at all gives.
      const next = toggleSort(view, key);
      const plain = next.sort?.key === RANK_KEY && !next.sort.descending && view.sort !== null;
      onViewChange(plain ? { ...next, sort: null } : next);
    },
    axis: {
      onChange: (name: string, change: Parameters<typeof changeAxis>[3]) => {
        onViewChange(changeAxis(view, data, name, change));
      },
      onMove: (name: string, by: -1 | 1) => {
        onViewChange(moveAxis(view, data, name, by));
      },
      onHide: (name: string) => {
        onViewChange(hideAxis(view, data, name));
      },
      onAskRange: ask,
      onClearBrush: (name: string) => {
        onViewChange(setBrush(view, name, null));
      },
    },
    keys: {
      onRow: (by: -1 | 1) => {
        const place = active === null ? -1 : order.indexOf(active);
        const next = place < 0 ? order[by === 1 ? 0 : order.length - 1] : order[place + by];
        if (next !== undefined) setActive(next);
      },
      onPin: () => {
        if (active !== null) pin(active);
      },
      onAxis: (by: -1 | 1) => {
        const place = activeAxis === null ? -1 : axisNames.indexOf(activeAxis);
        const next = place < 0 && by < 0 ? axisNames.length - 1 : place + by;
        const name = axisNames[Math.min(axisNames.length - 1, Math.max(0, next))];
        if (name !== undefined) setActiveAxis(name);
      },
      onMoveAxis: (by: -1 | 1) => {
        onAxis(activeAxis, (name) => {
          onViewChange(moveAxis(view, data, name, by));
        });
      },
      onRange: () => {
        onAxis(activeAxis ?? axisNames.at(-1) ?? null, ask);
      },
      onClearRange: () => {
        onAxis(activeAxis, (name) => {
          onViewChange(setBrush(view, name, null));
        });
      },
    },
  };
}

export type CompareActions = ReturnType<typeof useCompareActions>;
