import { xAt, yAt } from '@/charts/xyGeometry';
import type { Axis } from '../axis';
import { brushUnits } from '../brush';
import type { ViewState } from '../types';
import type { DragBox } from './useXyPointing';
import type { XyPlot } from './xyPlot';
import classes from './xy.module.css';

interface BrushAreasProps {
  plot: XyPlot;
  brushes: ViewState['brushes'];
  dragged: DragBox | null;
}

const EVERYWHERE: readonly [number, number][] = [[0, 1]];

/** What the brushes of the two columns select, and the area being drawn. */
export function BrushAreas({ plot, brushes, dragged }: BrushAreasProps) {
  const { x, y, geometry } = plot;
  const rangesOf = (axis: Axis) => {
    const brush = brushes[axis.column.name];
    return brush === undefined ? null : brushUnits(brush, axis).map(within);
  };
  const [across, up] = [rangesOf(x), rangesOf(y)];
  return (
    <>
      {(across !== null || up !== null) &&
        (across ?? EVERYWHERE).flatMap(([left, right]) =>
          (up ?? EVERYWHERE).map(([bottom, top]) => (
            <rect
              key={`${left} ${bottom}`}
              className={classes.area}
              x={xAt(geometry, left)}
              y={yAt(geometry, top)}
              width={xAt(geometry, right) - xAt(geometry, left)}
              height={yAt(geometry, bottom) - yAt(geometry, top)}
            />
          )),
        )}
      {dragged !== null && (
        <rect
          className={classes.dragged}
          x={Math.min(dragged.from.x, dragged.to.x)}
          y={Math.min(dragged.from.y, dragged.to.y)}
          width={Math.abs(dragged.to.x - dragged.from.x)}
          height={Math.abs(dragged.to.y - dragged.from.y)}
        />
      )}
    </>
  );
}

function within([from, to]: readonly [number, number]): [number, number] {
  return [Math.max(0, from), Math.min(1, to)];
}
