import { useRef, useState, type MouseEvent, type PointerEvent } from 'react';
import { unitAtX, unitAtY, xAt } from '@/charts/xyGeometry';
import { brushFromUnits } from '../brush';
import type { PlotPanelProps } from '../plot/plotProps';
import { setBrush } from '../view';
import type { XyPlot } from './xyPlot';

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

/** Hover, click and double click on runs as in every chart; a drag brushes the columns. */
export function useXyPointing(props: PlotPanelProps & { plot: XyPlot }) {
  const { plot, model, actions, onHover, onOpen } = props;
  const start = useRef<Point | null>(null);
  // A click follows every drag, too.
  const wasDrag = useRef(false);
  const [dragged, setDragged] = useState<DragBox | null>(null);
  const finish = () => {
    start.current = null;
    setDragged(null);
  };
  const onRun = (event: MouseEvent<SVGElement>, act: (index: number) => void) => {
    const found = nearestDot(plot, pointOf(event));
    if (found !== null) act(found);
  };
  const handlers = {
    onPointerDown: (event: PointerEvent<SVGElement>) => {
      if (event.button !== 0) return;
      start.current = pointOf(event);
      wasDrag.current = false;
      event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove: (event: PointerEvent<SVGElement>) => {
      const to = pointOf(event);
      const from = start.current;
      if (from === null) onHover(nearestDot(plot, to));
      else {
        wasDrag.current ||= isDrag(from, to);
        const selects = isDrag(from, plot.brushesX ? to : { x: from.x, y: to.y });
        if (dragged !== null || selects) setDragged(boxOf(plot, from, to));
      }
    },
    onPointerUp: () => {
      if (dragged !== null) actions.set(brushBox(model.view, plot, dragged));
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

function pointOf(event: MouseEvent<SVGElement>): Point {
  const box = event.currentTarget.getBoundingClientRect();
  return { x: event.clientX - box.left, y: event.clientY - box.top };
}

function isDrag(from: Point, to: Point): boolean {
  return Math.hypot(to.x - from.x, to.y - from.y) >= DRAG_PX;
}

/** What a drag encloses; where x can't be brushed, the whole width. */
function boxOf({ geometry, brushesX }: XyPlot, from: Point, to: Point): DragBox {
  if (brushesX) return { from, to };
  return { from: { x: xAt(geometry, 0), y: from.y }, to: { x: xAt(geometry, 1), y: to.y } };
}

/** The selected run nearest to a point within reach. */
export function nearestDot({ dots }: Pick<XyPlot, 'dots'>, point: Point): number | null {
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

/** The view with the brushes that a box means on its columns. */
export function brushBox(
  view: PlotPanelProps['model']['view'],
  { x, y, geometry, brushesX }: Pick<XyPlot, 'x' | 'y' | 'geometry' | 'brushesX'>,
  { from, to }: DragBox,
) {
  const across = [unitAtX(geometry, from.x), unitAtX(geometry, to.x)].sort((a, b) => a - b);
  const up = [unitAtY(geometry, from.y), unitAtY(geometry, to.y)].sort((a, b) => a - b);
  const range = ([low = 0, high = 0]: number[]): [number, number] => [low, high];
  const once = brushesX ? setBrush(view, x.column.name, brushFromUnits([range(across)], x)) : view;
  if (x.column === y.column) return once;
  return setBrush(once, y.column.name, brushFromUnits([range(up)], y));
}
