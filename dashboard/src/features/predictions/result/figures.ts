import type { Prediction, ResultRow } from '@/api/types';
import { translucent } from '@/charts/colour';
import type { Figure } from '@/charts/PlotHost';
import type { ChartTheme } from '@/charts/theme';

interface FigureOptions {
  theme: ChartTheme;
  /** Decimal and thousands separators of the user's language. */
  separators: string;
}

function layoutOf(
  { theme, separators }: FigureOptions,
  titles: { x: string; y: string },
): Figure['layout'] {
  const axis = {
    color: theme.text2,
    gridcolor: theme.line,
    linecolor: theme.line,
    zeroline: false,
    automargin: true,
    fixedrange: true,
  };
  return {
    margin: { l: 8, r: 12, t: 8, b: 8 },
    paper_bgcolor: 'rgba(0,0,0,0)',
    plot_bgcolor: 'rgba(0,0,0,0)',
    font: { family: 'Inter Variable, sans-serif', size: 12, color: theme.text2 },
    separators,
    hoverlabel: { bgcolor: theme.surface, font: { color: theme.text } },
    showlegend: false,
    xaxis: { ...axis, title: { text: titles.x } },
    yaxis: { ...axis, title: { text: titles.y } },
  };
}

const numberOf = (value: unknown): number | null => (typeof value === 'number' ? value : null);

export interface ForecastOptions extends FigureOptions {
  history: Prediction['history'];
  rows: readonly ResultRow[];
  names: { history: string; forecast: string; interval: string; target: string };
}

/** The end of the series, the forecast after it, and the band its interval makes. */
export function forecastFigure(options: ForecastOptions): Figure {
  const { history, rows, names, theme } = options;
  const times = rows.map(({ time }) => time as string | number);
  const of = (column: string) => rows.map((row) => numberOf(row[column]));
  const color = theme.series[0] ?? theme.text;
  const data: Figure['data'] = [];
  if (rows.some((row) => 'lower' in row && 'upper' in row)) {
    const edge = { type: 'scatter', mode: 'lines', x: times, line: { width: 0 } } as const;
    data.push(
      { ...edge, name: 'lower', y: of('lower'), hoverinfo: 'skip', showlegend: false },
      {
        ...edge,
        name: names.interval,
        y: of('upper'),
        fill: 'tonexty',
        fillcolor: translucent(color, theme.scheme === 'dark' ? 0.26 : 0.18),
        hoverinfo: 'skip',
      },
    );
  }
  if (history) {
    data.push({
      type: 'scatter',
      mode: 'lines',
      name: names.history,
      x: history.time,
      y: history.value,
      line: { color: theme.text2, width: 1.4 },
      connectgaps: false,
      hovertemplate: `%{y:.5~g}<extra>${names.history}</extra>`,
    });
  }
  data.push({
    type: 'scatter',
    mode: rows.length > 1 ? 'lines' : 'markers',
    name: names.forecast,
    x: times,
    y: of('prediction'),
    line: { color, width: 2 },
    marker: { color, size: 7 },
    hovertemplate: `%{y:.5~g}<extra>${names.forecast}</extra>`,
  });
  return {
    data,
    layout: {
      ...layoutOf(options, { x: '', y: names.target }),
      hovermode: 'x unified',
      showlegend: true,
      legend: { orientation: 'h', x: 0, y: 1, yanchor: 'bottom' },
    },
  };
}

export interface HistogramOptions extends FigureOptions {
  histogram: { edges: readonly number[]; counts: readonly number[] };
  names: { value: string; rows: string };
}

/** Counts up to this have a tick each. */
const MOST_SINGLE_STEPS = 6;

/** How predicted numbers spread. Bars are as wide as their bins. */
export function histogramFigure(options: HistogramOptions): Figure {
  const { histogram, names, theme } = options;
  const { edges, counts } = histogram;
  const bins = counts.map((count, bin) => {
    const [from = 0, to = from] = [edges[bin], edges[bin + 1]];
    return { count, middle: (from + to) / 2, width: to - from };
  });
  const data: Figure['data'] = [
    {
      type: 'bar',
      x: bins.map(({ middle }) => middle),
      y: bins.map(({ count }) => count),
      // A single value has a bin without a width.
      width: bins.map(({ width }) => (width > 0 ? width : 1)),
      marker: { color: theme.series[0], line: { color: theme.surface, width: 1 } },
      hovertemplate: `%{x:.5~g}: %{y}<extra></extra>`,
    },
  ];
  const layout = layoutOf(options, { x: names.value, y: names.rows });
  // Of few rows plotly would tick fractions.
  const step = Math.max(0, ...counts) <= MOST_SINGLE_STEPS ? { dtick: 1 } : {};
  return { data, layout: { ...layout, bargap: 0, yaxis: { ...layout.yaxis, ...step } } };
}

export interface ClassesOptions extends FigureOptions {
  /** Class -> rows, the most frequent first. */
  classes: Readonly<Record<string, number>>;
  names: { rows: string };
}

/** More classes than this are one bar together. */
export const MOST_BARS = 20;

/** The most frequent classes, and how many rows the others have together. */
export function shownClasses(classes: Readonly<Record<string, number>>): {
  shown: [label: string, rows: number][];
  others: { classes: number; rows: number };
} {
  const sorted = Object.entries(classes).sort(([, a], [, b]) => b - a);
  const rest = sorted.slice(MOST_BARS);
  return {
    shown: sorted.slice(0, MOST_BARS),
    others: { classes: rest.length, rows: rest.reduce((sum, [, rows]) => sum + rows, 0) },
  };
}

/** How often each class is predicted, the most frequent on top. */
export function classesFigure(options: ClassesOptions): Figure {
  const { classes, names, theme } = options;
  const { shown } = shownClasses(classes);
  const data: Figure['data'] = [
    {
      type: 'bar',
      orientation: 'h',
      x: shown.map(([, rows]) => rows),
      y: shown.map(([label]) => label),
      marker: { color: theme.series[0] },
      hovertemplate: `%{y}: %{x}<extra></extra>`,
    },
  ];
  const layout = layoutOf(options, { x: names.rows, y: '' });
  return {
    data,
    layout: {
      ...layout,
      // Labels that look like numbers are labels all the same.
      yaxis: { ...layout.yaxis, type: 'category', autorange: 'reversed' },
    },
  };
}
