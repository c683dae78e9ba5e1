import { linePath, type ParcoordsGeometry } from '@/charts/parcoordsGeometry';
import { sequential } from '@/charts/sequential';
import type { ChartTheme } from '@/charts/theme';
import { lineColours, type Parallel } from '../toParallel';
import classes from './plot.module.css';

/** Without WebGL this many lines are drawn, the best ones. */
export const SVG_LINES = 300;

interface SvgLinesProps {
  parallel: Parallel;
  brushed: readonly boolean[];
  geometry: ParcoordsGeometry;
  theme: ChartTheme;
}

/** The lines as SVG, for browsers without WebGL: same positions and colours, fewer lines. */
export function SvgLines({ parallel, brushed, geometry, theme }: SvgLinesProps) {
  const colours = lineColours(parallel);
  const lines = parallel.drawn
    .map((index, line) => ({
      index,
      colour: colours[line] ?? 0,
      selected: brushed[index] === true,
    }))
    .sort((a, b) => rankOf(parallel, b.index) - rankOf(parallel, a.index))
    .slice(-SVG_LINES)
    .sort((a, b) => Number(a.selected) - Number(b.selected));
  return (
    <svg
      className={classes.layer}
      width={geometry.width}
      height={geometry.height}
      aria-hidden
      data-testid="svg-lines"
    >
      {lines.map(({ index, colour, selected }) => (
        <path
          key={index}
          d={linePath(
            geometry,
            parallel.axes.map(({ units }) => units[index] ?? 0),
          )}
          fill="none"
          stroke={strokeOf(colour, selected, theme)}
          strokeOpacity={selected ? 0.8 : theme.context.opacity}
        />
      ))}
    </svg>
  );
}

function rankOf({ ranking }: Parallel, index: number): number {
  return ranking?.ranks[index] ?? Number.POSITIVE_INFINITY;
}

/** The colour of a run from its place on the colour scale; a run that isn't selected steps back. */
export function strokeOf(colour: number, selected: boolean, theme: ChartTheme): string {
  if (!selected) return theme.context.color;
  return colour === 0 ? theme.none : sequential(theme.scheme, (colour - 0.1) / 0.9);
}
