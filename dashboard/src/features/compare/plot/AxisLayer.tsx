import { axisX, unitY, type ParcoordsGeometry } from '@/charts/parcoordsGeometry';
import { shortTick } from '@/charts/xyGeometry';
import type { Axis } from '../axis';
import { tickLength } from './layout';
import { scaleAttributes } from './scaleAttributes';
import classes from './plot.module.css';

interface AxisLayerProps {
  axes: readonly Axis[];
  geometry: ParcoordsGeometry;
}

/** The axis lines, under plotly's lines. */
export function AxisLines({ axes, geometry }: AxisLayerProps) {
  return (
    <svg className={classes.layer} width={geometry.width} height={geometry.height} aria-hidden>
      {axes.map(({ column }, index) => (
        <line
          key={column.name}
          className={classes.axisLine}
          x1={axisX(geometry, index)}
          x2={axisX(geometry, index)}
          y1={unitY(geometry, 0)}
          y2={unitY(geometry, 1)}
        />
      ))}
    </svg>
  );
}

/** Ticks of every axis, over the lines. */
export function AxisTicks({ axes, geometry }: AxisLayerProps) {
  return (
    <>
      {axes.map((axis, index) => (
        <g
          key={axis.column.name}
          data-axis={axis.column.name}
          data-x={axisX(geometry, index).toFixed(2)}
          {...scaleAttributes(axis, (unit) => unitY(geometry, unit))}
        >
          {axis.ticks.map((tick) => (
            <TickMark
              key={`${tick.kind}${tick.label}${tick.at}`}
              x={axisX(geometry, index)}
              y={unitY(geometry, tick.at)}
              label={tick.label}
              longest={tickLength(geometry, index)}
              right={index > 0 && index === axes.length - 1}
            />
          ))}
        </g>
      ))}
    </>
  );
}

interface TickMarkProps {
  x: number;
  y: number;
  label: string;
  /** Characters there is room for. */
  longest: number;
  right: boolean;
}

function TickMark({ x, y, label, longest, right }: TickMarkProps) {
  const short = shortTick(label, longest);
  return (
    <g transform={`translate(${x} ${y})`}>
      {short !== label && <title>{label}</title>}
      <path d={right ? 'M0 0h4' : 'M-4 0h4'} className={classes.tickLine} />
      <text
        x={right ? 8 : -7}
        y={3.5}
        textAnchor={right ? 'start' : 'end'}
        className={classes.tick}
      >
        {short}
      </text>
    </g>
  );
}
