import { axisX, unitY, type ParcoordsGeometry } from '@/charts/parcoordsGeometry';
import type { Axis } from '../axis';
import { unitOf } from '../numericScale';
import { shortTick } from './layout';
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

/**
 * Ticks of every axis, over the lines. The data attributes describe the scale, so that a test can
 * work out where a value has to be drawn: `data-domain` are its lowest and highest value (or its
 * categories from the bottom up), drawn at `data-y0` and `data-y1`.
 */
export function AxisTicks({ axes, geometry }: AxisLayerProps) {
  return (
    <>
      {axes.map((axis, index) => (
        <g
          key={axis.column.name}
          data-axis={axis.column.name}
          {...scaleAttributes(axis, geometry, index)}
        >
          {axis.ticks.map((tick) => (
            <TickMark
              key={`${tick.kind}${tick.label}${tick.at}`}
              x={axisX(geometry, index)}
              y={unitY(geometry, tick.at)}
              label={tick.label}
              right={index > 0 && index === axes.length - 1}
            />
          ))}
        </g>
      ))}
    </>
  );
}

function TickMark({ x, y, label, right }: { x: number; y: number; label: string; right: boolean }) {
  const short = shortTick(label);
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

function scaleAttributes(axis: Axis, geometry: ParcoordsGeometry, index: number) {
  const { scale, noneAt } = axis;
  const y = (unit: number) => unitY(geometry, unit).toFixed(2);
  const common = {
    'data-scale': scale.kind,
    'data-x': axisX(geometry, index).toFixed(2),
    'data-none-y': noneAt === null ? undefined : y(noneAt),
  };
  if (scale.kind === 'category') {
    const { categories } = scale;
    return {
      ...common,
      'data-domain': JSON.stringify(categories.map(({ key }) => key)),
      'data-y0': y(categories[0]?.at ?? 0),
      'data-y1': y(categories.at(-1)?.at ?? 0),
    };
  }
  const main = scale.segments.find(({ kind }) => kind === 'main');
  if (main === undefined) return common;
  return {
    ...common,
    'data-domain': JSON.stringify([main.low, main.high]),
    'data-y0': y(unitOf(scale, main.low)),
    'data-y1': y(unitOf(scale, main.high)),
  };
}
