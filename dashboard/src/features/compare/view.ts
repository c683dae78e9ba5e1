import { MAX_AXES, visibleColumns } from './toParallel';
import { chooseObjective } from './ranking';
import type { AxisView, Brush, Comparison, ViewState } from './types';

/** Changes of the view, each returning a new one. */

/** The visible axes as a list that can be changed; the objective is in it, and last. */
function listed(view: ViewState, data: Comparison): AxisView[] {
  const columns = visibleColumns(data, view.axes, chooseObjective(data, view.objective));
  return columns.map(({ name }) => view.axes?.find((axis) => axis.name === name) ?? { name });
}

export function changeAxis(
  view: ViewState,
  data: Comparison,
  name: string,
  change: Partial<AxisView>,
): ViewState {
  const axes = listed(view, data).map((axis) =>
    axis.name === name ? { ...axis, ...change } : axis,
  );
  return { ...view, axes };
}

/** Moves an axis by `by` places; the objective stays last. */
export function moveAxis(view: ViewState, data: Comparison, name: string, by: -1 | 1): ViewState {
  const axes = listed(view, data);
  const from = axes.findIndex((axis) => axis.name === name);
  const to = from + by;
  const movable = axes.length - 1;
  const moved = axes[from];
  if (moved === undefined || from >= movable || to < 0 || to >= movable) return view;
  axes.splice(from, 1);
  axes.splice(to, 0, moved);
  return { ...view, axes };
}

/** Shows exactly the named axes: those already visible keep their place, new ones follow. */
export function showAxes(view: ViewState, data: Comparison, names: readonly string[]): ViewState {
  const before = listed(view, data);
  const last = before.at(-1);
  const kept = before.slice(0, -1).filter(({ name }) => names.includes(name));
  const added = names
    .filter((name) => name !== last?.name && !kept.some((axis) => axis.name === name))
    .map((name) => ({ name }));
  const axes = [...kept, ...added].slice(0, MAX_AXES - 1);
  return { ...view, axes: last === undefined ? axes : [...axes, last] };
}

export function hideAxis(view: ViewState, data: Comparison, name: string): ViewState {
  const names = listed(view, data).map((axis) => axis.name);
  return showAxes(
    view,
    data,
    names.filter((other) => other !== name),
  );
}

export function setBrush(view: ViewState, name: string, brush: Brush | null): ViewState {
  const others = Object.entries(view.brushes).filter(([other]) => other !== name);
  return {
    ...view,
    brushes: Object.fromEntries(brush === null ? others : [...others, [name, brush]]),
  };
}

export function togglePin(view: ViewState, number: number): ViewState {
  const pinned = view.pinned.includes(number)
    ? view.pinned.filter((other) => other !== number)
    : [...view.pinned, number];
  return { ...view, pinned };
}

/** Sorts by a column: first best end up, then the other way, then by rank again. */
export function toggleSort(view: ViewState, key: string): ViewState {
  if (view.sort?.key !== key) return { ...view, sort: { key, descending: false } };
  return { ...view, sort: view.sort.descending ? null : { key, descending: true } };
}
