import { axisX, type ParcoordsGeometry } from '@/charts/parcoordsGeometry';
import type { Parallel } from '../toParallel';
import type { ViewState } from '../types';
import { AxisHeader, type AxisActions } from './AxisHeader';
import { headerRoom } from './layout';
import classes from './plot.module.css';

interface AxisHeadersProps {
  parallel: Parallel;
  geometry: ParcoordsGeometry;
  brushes: ViewState['brushes'];
  activeAxis: string | null;
  actions: AxisActions;
  onActiveAxis: (name: string) => void;
}

/** The headers of all axes, in reading order for the keyboard. */
export function AxisHeaders(props: AxisHeadersProps) {
  const { parallel, geometry, brushes, activeAxis, actions, onActiveAxis } = props;
  const movable = parallel.axes.length - 2;
  return (
    <div className={classes.headers}>
      {parallel.axes.map((axis, index) => (
        <AxisHeader
          key={axis.column.name}
          axis={axis}
          x={axisX(geometry, index)}
          room={headerRoom(geometry, index)}
          active={axis.column.name === activeAxis}
          brushed={brushes[axis.column.name] !== undefined}
          first={index === 0}
          last={index >= movable}
          actions={actions}
          onFocus={() => {
            onActiveAxis(axis.column.name);
          }}
        />
      ))}
    </div>
  );
}
