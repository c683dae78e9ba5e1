import type { CompareActions } from '../useCompareActions';
import type { CompareModel } from '../useCompareModel';
import { setBrush } from '../view';
import { RangeDialog } from './RangeDialog';

/** The range dialog of the axis that was asked about, if any. */
export function AxisRangeDialog({
  model,
  actions,
}: {
  model: CompareModel;
  actions: CompareActions;
}) {
  const { view, parallel } = model;
  const axis = parallel.axes.find(({ column }) => column.name === actions.asked);
  if (axis === undefined) return null;
  const { name } = axis.column;
  return (
    <RangeDialog
      axis={axis}
      brush={view.brushes[name] ?? null}
      onApply={(brush) => {
        actions.set(setBrush(view, name, brush));
      }}
      onClose={() => {
        actions.ask(null);
      }}
    />
  );
}
