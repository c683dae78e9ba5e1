import { useCallback, useMemo, useState } from 'react';
import type { UnitRange } from '@/charts/traces/parcoords';
import type { Axis } from '../axis';
import { brushFromUnits, brushUnits } from '../brush';
import type { Brush, ViewState } from '../types';
import { brushText } from '../viewUrl';

interface Drawn {
  axis: Axis;
  brush: string;
  ranges: UnitRange[];
}

/**
 * Translates between the brushes of the view and the intervals plotly draws. What the user has just
 * drawn keeps its own ends, although the view writes them with fewer digits: it selects the same runs,
 * and drawing it again would only cost time.
 */
export function useBrushRanges(
  axes: readonly Axis[],
  brushes: ViewState['brushes'],
  onBrush: (name: string, brush: Brush | null) => void,
) {
  const [drawn, setDrawn] = useState<readonly Drawn[]>([]);

  const ranges = useMemo(
    () =>
      axes.map((axis) => {
        const brush = brushes[axis.column.name];
        if (brush === undefined) return null;
        const text = brushText(brush);
        const own = drawn.find((item) => item.axis === axis && item.brush === text);
        return own?.ranges ?? brushUnits(brush, axis);
      }),
    [axes, brushes, drawn],
  );
  const multiple = useMemo(
    () =>
      axes.map((axis, index) => axis.scale.kind === 'category' || (ranges[index]?.length ?? 0) > 1),
    [axes, ranges],
  );

  const receive = useCallback(
    (index: number, received: UnitRange[]) => {
      const axis = axes[index];
      if (axis === undefined) return;
      const brush =
        received.length === 0
          ? null
          : brushFromUnits(changed(received, ranges[index] ?? [], axis), axis);
      if (brush?.kind === 'range') {
        const entry = { axis, brush: brushText(brush), ranges: received };
        setDrawn((old) => [
          ...old.filter((item) => item.axis !== axis && axes.includes(item.axis)),
          entry,
        ]);
      }
      onBrush(axis.column.name, brush);
    },
    [axes, ranges, onBrush],
  );
  return { ranges, multiple, receive };
}

/** On a numeric axis a new interval replaces the one before; on categories they add up. */
function changed(received: UnitRange[], before: readonly UnitRange[], axis: Axis): UnitRange[] {
  if (axis.scale.kind === 'category') return received;
  const fresh = received.filter(
    ([from, to]) => !before.some((old) => old[0] === from && old[1] === to),
  );
  return fresh.length > 0 ? fresh : received;
}
