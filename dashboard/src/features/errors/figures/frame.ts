import type { LayoutAxis, Shape } from 'plotly.js';
import { translucent } from '@/charts/colour';
import type { ChartTheme } from '@/charts/theme';
import { frameAxis, frameLayout } from '@/charts/traces/frame';
import type { Figure } from '@/charts/PlotHost';
import type { Range } from '../filter';
import type { Lasso, Plane } from '../lasso';

/** What every figure of this feature is drawn with. */
export interface Look {
  theme: ChartTheme;
  separators: string;
  /** Where a pointer drags boxes; on touch screens dragging scrolls the page. */
  drag: boolean;
}

/** What dragging in a scatter plot draws. */
export type DragTool = 'select' | 'lasso';

export const accent = ({ theme }: Look): string => theme.series[0] ?? theme.text;

// The box of a filter is drawn as a shape: plotly's own would stay when the filter has gone.
const NO_SELECTIONS = { selections: [] };

/** Axes with titles over the shared frame. */
export function layoutOf(
  look: Look,
  x: Partial<LayoutAxis>,
  y: Partial<LayoutAxis>,
): NonNullable<Figure['layout']> {
  const axis = frameAxis(look.theme);
  return {
    ...frameLayout(look.theme, look.separators),
    showlegend: false,
    hovermode: 'closest',
    dragmode: false,
    ...NO_SELECTIONS,
    xaxis: { ...axis, ...x },
    yaxis: { ...axis, ...y },
  };
}

export const titled = (text: string): Partial<LayoutAxis> => ({
  title: { text, standoff: 6, font: { size: 12 } },
});

/** A straight line through the plot. */
export function line(
  look: Look,
  ends: Pick<Shape, 'x0' | 'x1' | 'y0' | 'y1'>,
  style: Partial<Shape['line']> = {},
  refs: Pick<Partial<Shape>, 'xref' | 'yref'> = {},
): Partial<Shape> {
  return {
    type: 'line',
    ...ends,
    ...refs,
    line: { color: look.theme.text2, width: 1.2, dash: 'dash', ...style },
  };
}

/** What a filter leaves of the plot; open ends reach its border. */
export function area(look: Look, x: Range | null, y: Range | null): Partial<Shape>[] {
  if (x === null && y === null) return [];
  const [x0, x1] = ends(x);
  const [y0, y1] = ends(y);
  return [
    {
      type: 'rect',
      ...(x === null ? { xref: 'paper', x0: 0, x1: 1 } : { x0, x1 }),
      ...(y === null ? { yref: 'paper', y0: 0, y1: 1 } : { y0, y1 }),
      ...kept(look),
    },
  ];
}

/** The lasso of a filter, in the plot it was drawn in. */
export function outline(look: Look, lasso: Lasso | null, plane: Plane): Partial<Shape>[] {
  if (lasso?.plane !== plane) return [];
  const corners = lasso.corners.map(([x, y]) => `${x},${y}`);
  return [{ type: 'path', path: `M${corners.join('L')}Z`, ...kept(look) }];
}

function kept({ theme }: Look): Partial<Shape> {
  return {
    line: { color: theme.best, width: 1, dash: 'dot' },
    fillcolor: translucent(theme.best, 0.1),
    layer: 'below',
  };
}

const FAR = 1e300;

function ends(range: Range | null): [number, number] {
  return [range?.low ?? -FAR, range?.high ?? FAR];
}

/** Smallest and largest value with some room around; around a single value it is one unit wide. */
export function extent(values: readonly (number | null)[], room = 0.04): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value === null) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low > high) return [0, 1];
  if (low === high) return [low - 0.5, high + 0.5];
  const margin = (high - low) * room;
  return [low - margin, high + margin];
}
