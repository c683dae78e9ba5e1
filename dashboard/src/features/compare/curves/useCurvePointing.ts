import { useMemo, useState, type MouseEvent, type PointerEvent } from 'react';
import type { XyGeometry } from '@/charts/xyGeometry';
import type { PlotPanelProps } from '../plot/plotProps';
import { nearestCurve, type Spot } from './curveLayout';
import type { CurveLine } from './useCurveLines';

/** The nearest selected run is looked at; a click pins it, a double click opens it. */
export function useCurvePointing(
  { actions, onHover, onOpen }: PlotPanelProps,
  lines: readonly CurveLine[],
  geometry: XyGeometry,
) {
  const [spot, setSpot] = useState<{ index: number; spot: Spot } | null>(null);
  const selected = useMemo(() => lines.filter((line) => line.selected), [lines]);
  const find = (event: MouseEvent<SVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const point = { x: event.clientX - box.left, y: event.clientY - box.top };
    return nearestCurve(selected, geometry, point);
  };
  const handlers = {
    onPointerMove: (event: PointerEvent<SVGElement>) => {
      const found = find(event);
      setSpot(found);
      onHover(found?.index ?? null);
    },
    onPointerLeave: () => {
      setSpot(null);
      onHover(null);
    },
    onClick: (event: MouseEvent<SVGElement>) => {
      const found = find(event);
      if (found !== null) actions.pick(found.index);
    },
    onDoubleClick: (event: MouseEvent<SVGElement>) => {
      const found = find(event);
      if (found !== null) onOpen(found.index);
    },
  };
  return { spot, handlers };
}
