import type { Figure } from '../PlotHost';
import type { ParcoordsGeometry } from '../parcoordsGeometry';
import { sequentialStops } from '../sequential';
import type { ChartTheme } from '../theme';

/** A closed interval of an axis, 0 its bottom and 1 its top. */
export type UnitRange = [number, number];

export interface ParcoordsLines {
  /** Per axis one position (0..1) per line; plotly's NaN and null handling never comes into play. */
  axes: readonly (readonly number[])[];
  /** Per line: 0 for no value, else 0.1 (worst) to 1 (best). Better lines are drawn on top. */
  colours: readonly number[];
}

interface ParcoordsOptions {
  lines: ParcoordsLines;
  /** Per axis the brushed intervals from the bottom up, or null for no brush. */
  ranges: readonly (readonly UnitRange[] | null)[];
  /** Axes on which several intervals may be drawn. */
  multiple: readonly boolean[];
  geometry: ParcoordsGeometry;
  theme: ChartTheme;
}

const INVISIBLE = { size: 1, color: 'rgba(0,0,0,0)' };
const NO_VALUE_UNTIL = 0.099;
const VALUES_FROM = 0.1;

/**
 * Lines and brushes only. Axes are drawn by the caller: with `tickvals` plotly would snap brushes to
 * the ticks, and scales of its own can be neither logarithmic nor inverted with right tick text.
 */
export function parcoordsFigure(options: ParcoordsOptions): Figure {
  const { lines, ranges, multiple, geometry, theme } = options;
  const { left: l, right: r, top: t, bottom: b } = geometry.margin;
  const trace = {
    type: 'parcoords' as const,
    labelfont: INVISIBLE,
    tickfont: INVISIBLE,
    rangefont: INVISIBLE,
    line: {
      color: [...lines.colours],
      cmin: 0,
      cmax: 1,
      colorscale: colourStops(theme),
    },
    unselected: { line: theme.context },
    dimensions: lines.axes.map((values, axis) => ({
      label: ' ',
      range: [0, 1],
      values: [...values],
      multiselect: multiple[axis] ?? false,
      ...constraint(ranges[axis] ?? null),
    })),
  };
  const layout = {
    margin: { l, r, t, b },
    width: geometry.width,
    height: geometry.height,
    paper_bgcolor: 'rgba(0,0,0,0)',
    plot_bgcolor: 'rgba(0,0,0,0)',
  };
  return { data: [trace], layout };
}

function colourStops(theme: ChartTheme): [number, string][] {
  return [
    [0, theme.none],
    [NO_VALUE_UNTIL, theme.none],
    ...sequentialStops(theme.scheme, VALUES_FROM),
  ];
}

function constraint(ranges: readonly UnitRange[] | null) {
  if (ranges === null) return {};
  const copies = ranges.map(([from, to]): UnitRange => [from, to]);
  return { constraintrange: copies.length === 1 ? copies[0] : copies };
}

/** Which axes a brush changed on, with the intervals it left there, from a `plotly_restyle` event. */
export function brushesOf(event: readonly unknown[]): Map<number, UnitRange[]> {
  const changes = new Map<number, UnitRange[]>();
  const [attributes] = event;
  if (typeof attributes !== 'object' || attributes === null) return changes;
  for (const [key, value] of Object.entries(attributes)) {
    const axis = /^dimensions\[(\d+)\]\.constraintrange$/.exec(key)?.[1];
    if (axis !== undefined) changes.set(Number(axis), rangesOf(value));
  }
  return changes;
}

/** plotly wraps one interval once and several twice. */
function rangesOf(value: unknown): UnitRange[] {
  if (!Array.isArray(value)) return [];
  const inner: unknown = value[0];
  if (!Array.isArray(inner)) return [];
  return (Array.isArray(inner[0]) ? inner : [inner]) as UnitRange[];
}
