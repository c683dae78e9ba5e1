import { useRef, useState, type MouseEvent, type PointerEvent } from 'react';
import { unitAtX, unitAtY } from '@/charts/xyGeometry';
import { brushFromUnits } from '../brush';
import type { PlotPanelProps } from '../plot/plotProps';
import { setBrush } from '../view';
import type { Scatter } from './useScatter';

interface Point {
  x: number;
  y: number;
}

export interface DragBox {
  from: Point;
  to: Point;
}

/** A run this near to the pointer is meant. */
const REACH = 10;
/** A shorter drag is a click. */
const DRAG_PX = 5;

/** Hover, click and double click on runs as in every chart; a drag brushes both columns. */
export function useScatterPointing(props: PlotPanelProps & { scatter: Scatter }) {
  const { scatter, model, actions, onHover, onOpen } = props;
  const start = useRef<Point | null>(null);
  // A click follows every drag, too.
  const wasDrag = useRef(false);
  const [dragged, setDragged] = useState<DragBox | null>(null);
  const finish = () => {
    start.current = null;
    setDragged(null);
  };
  const onRun = (event: MouseEvent<SVGElement>, act: (index: number) => void) => {
    const found = nearestDot(scatter, placeOf(event));
    if (found !== null) act(found);
  };
  const handlers = {
    onPointerDown: (event: PointerEvent<SVGElement>) => {
      if (event.button !== 0) return;
      start.current = placeOf(event);
      wasDrag.current = false;
      event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove: (event: PointerEvent<SVGElement>) => {
      const to = placeOf(event);
      const from = start.current;
      if (from === null) onHover(nearestDot(scatter, to));
      else if (dragged !== null || isDrag(from, to)) {
        wasDrag.current = true;
        setDragged({ from, to });
      }
    },
    onPointerUp: () => {
      if (dragged !== null) actions.set(brushBox(model.view, scatter, dragged));
      finish();
    },
    onPointerCancel: finish,
    onPointerLeave: () => {
      onHover(null);
    },
    onClick: (event: MouseEvent<SVGElement>) => {
      if (!wasDrag.current) onRun(event, actions.pick);
    },
    onDoubleClick: (event: MouseEvent<SVGElement>) => {
      onRun(event, onOpen);
    },
  };
  return { dragged, handlers };
}

function placeOf(event: MouseEvent<SVGElement>): Point {
  const box = event.currentTarget.getBoundingClientRect();
  return { x: event.clientX - box.left, y: event.clientY - box.top };
}

function isDrag(from: Point, to: Point): boolean {
  return Math.hypot(to.x - from.x, to.y - from.y) >= DRAG_PX;
}

/** The selected run nearest to a point within reach. */
export function nearestDot({ dots }: Pick<Scatter, 'dots'>, point: Point): number | null {
  let nearest: number | null = null;
  let least = REACH;
  for (const { index, x, y, selected } of dots) {
    const distance = selected ? Math.hypot(x - point.x, y - point.y) : Number.POSITIVE_INFINITY;
    if (distance < least) {
      least = distance;
      nearest = index;
    }
  }
  return nearest;
}

/** The view with the brushes that a box means on its two columns. */
export function brushBox(
  view: PlotPanelProps['model']['view'],
  { x, y, geometry }: Pick<Scatter, 'x' | 'y' | 'geometry'>,
  { from, to }: DragBox,
) {
  const across = [unitAtX(geometry, from.x), unitAtX(geometry, to.x)].sort((a, b) => a - b);
  const up = [unitAtY(geometry, from.y), unitAtY(geometry, to.y)].sort((a, b) => a - b);
  const range = ([low = 0, high = 0]: number[]): [number, number] => [low, high];
  const once = setBrush(view, x.column.name, brushFromUnits([range(across)], x));
  if (x.column === y.column) return once;
  return setBrush(once, y.column.name, brushFromUnits([range(up)], y));
}
