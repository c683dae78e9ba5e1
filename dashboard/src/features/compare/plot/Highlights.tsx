import { axisX, linePath, unitY, type ParcoordsGeometry } from '@/charts/parcoordsGeometry';
import type { Parallel } from '../toParallel';
import compare from '../compare.module.css';
import classes from './plot.module.css';

export interface Marks {
  best: number | null;
  /** The run under the pointer or the row with the keyboard's focus. */
  hovered: number | null;
  pinned: readonly number[];
}

interface HighlightsProps {
  parallel: Parallel;
  geometry: ParcoordsGeometry;
  marks: Marks;
  /** The objective's value as text. */
  valueOf: (index: number) => string;
}

const SERIES = ['var(--c1)', 'var(--c3)', 'var(--c4)', 'var(--text2)'];
const DASHES = [undefined, '7 4', '2 4', '9 4 2 4'];

/** The lines that stand out: pinned, then the best, then the one looked at. */
export function Highlights({ parallel, geometry, marks, valueOf }: HighlightsProps) {
  const { best, hovered, pinned } = marks;
  const shared = { parallel, geometry };
  return (
    <>
      {pinned.map((index, place) => (
        <Highlight
          key={index}
          {...shared}
          index={index}
          kind="pinned"
          colour={pinColour(place)}
          dash={pinDash(place)}
        />
      ))}
      {best !== null && (
        <Highlight
          {...shared}
          index={best}
          kind="best"
          colour="var(--best)"
          label={`★ #${numberOf(parallel, best)} · ${valueOf(best)}`}
        />
      )}
      {hovered !== null && hovered !== best && (
        <Highlight
          {...shared}
          index={hovered}
          kind="hovered"
          colour="var(--text)"
          label={`#${numberOf(parallel, hovered)} · ${valueOf(hovered)}`}
          below={best !== null && isNear(parallel, geometry, hovered, best)}
        />
      )}
    </>
  );
}

/** Colour of the pinned run at `place`; after the fourth, dashes tell runs apart. */
export function pinColour(place: number): string {
  return SERIES[place % SERIES.length] ?? 'var(--c1)';
}

export function pinDash(place: number): string | undefined {
  return DASHES[Math.floor(place / SERIES.length) % DASHES.length];
}

function numberOf({ data }: Parallel, index: number): number {
  return data.runs[index]?.number ?? 0;
}

interface HighlightProps {
  parallel: Parallel;
  geometry: ParcoordsGeometry;
  index: number;
  kind: 'best' | 'pinned' | 'hovered';
  colour: string;
  dash?: string;
  label?: string;
  /** Puts the label under the line, where another one's is above it. */
  below?: boolean;
}

function Highlight(props: HighlightProps) {
  const { parallel, geometry, index, kind, colour, dash, label, below = false } = props;
  const units = parallel.axes.map((axis) => axis.units[index] ?? 0);
  const path = linePath(geometry, units);
  const last = units.length - 1;
  return (
    <g data-run={numberOf(parallel, index)} data-kind={kind}>
      <path d={path} className={classes.casing} />
      <path
        d={path}
        className={classes.highlight}
        data-kind={kind}
        data-run={numberOf(parallel, index)}
        stroke={colour}
        strokeDasharray={dash}
      />
      {units.map((unit, axis) => (
        <circle
          key={parallel.axes[axis]?.column.name}
          className={classes.point}
          cx={axisX(geometry, axis)}
          cy={unitY(geometry, unit)}
          r={kind === 'best' ? 4 : 3}
          fill={colour}
        />
      ))}
      {label !== undefined && last >= 0 && (
        <text
          className={compare.markLabel}
          x={axisX(geometry, last) - 10}
          y={unitY(geometry, units[last] ?? 0) + (below || comesFromAbove(units) ? 17 : -8)}
          textAnchor="end"
          fill={colour}
        >
          {label}
        </text>
      )}
    </g>
  );
}

/** Whether a line falls towards the last axis, so that its label has room below it only. */
function comesFromAbove(units: readonly number[]): boolean {
  const [before, at] = units.slice(-2);
  return before !== undefined && at !== undefined && before > at;
}

const LABEL_HEIGHT = 26;

function isNear(parallel: Parallel, geometry: ParcoordsGeometry, a: number, b: number): boolean {
  const units = parallel.axes.at(-1)?.units;
  const y = (index: number) => unitY(geometry, units?.[index] ?? 0);
  return Math.abs(y(a) - y(b)) < LABEL_HEIGHT;
}
