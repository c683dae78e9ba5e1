import type { Data } from 'plotly.js';
import type { ErrorComparison } from '@/api/types';
import type { Figure } from '@/charts/PlotHost';
import type { ChartTheme } from '@/charts/theme';
import { frameAxis, frameLayout } from '@/charts/traces/frame';

interface OverlayOptions {
  comparison: Pick<ErrorComparison, 'histogram_edges' | 'runs'>;
  /** What each run is called, in the order of the runs. */
  names: readonly string[];
  theme: ChartTheme;
  separators: string;
  words: { x: string; y: string };
}

const DASHES = ['solid', 'dash', 'dot'] as const;

/** The outlines of the runs' residual histograms, which share their bins, over each other. */
export function overlayFigure(options: OverlayOptions): Figure {
  const { comparison, names, theme, separators, words } = options;
  const edges = comparison.histogram_edges;
  const axis = frameAxis(theme);
  const title = (text: string) => ({ text, standoff: 6, font: { size: 12 } });
  return {
    data: comparison.runs.map(({ histogram_counts }, at): Data => {
      const color = theme.series[at % theme.series.length] ?? theme.text;
      const dash = DASHES[Math.floor(at / theme.series.length) % DASHES.length] ?? 'solid';
      return {
        type: 'scatter',
        mode: 'lines',
        name: names[at] ?? '',
        // Down to the ground at both ends.
        x: [edges[0] ?? 0, ...edges],
        y: [0, ...histogram_counts, 0],
        line: { color, width: 2, dash, shape: 'hv' },
        hovertemplate: `%{y}<extra>${names[at] ?? ''}</extra>`,
      };
    }),
    layout: {
      ...frameLayout(theme, separators),
      showlegend: true,
      hovermode: 'x unified',
      dragmode: false,
      legend: { orientation: 'h', x: 0, y: 1.02, yanchor: 'bottom' },
      xaxis: { ...axis, title: title(words.x) },
      yaxis: { ...axis, title: title(words.y), rangemode: 'tozero' },
      shapes: [
        {
          type: 'line',
          x0: 0,
          x1: 0,
          y0: 0,
          y1: 1,
          yref: 'paper',
          line: { color: theme.text2, width: 1, dash: 'dash' },
        },
      ],
    },
  };
}
