import type { Data } from 'plotly.js';
import type { HorizonStep, Segment } from '@/api/types';
import type { Figure } from '@/charts/PlotHost';
import { translucent } from '@/charts/colour';
import { accent, layoutOf, line, titled, type Look } from './frame';

interface SegmentOptions extends Look {
  segments: readonly Segment[];
  labels: readonly string[];
  /** The segment that is filtered by, or -1. */
  chosen: number;
  /** The error of all rows, drawn as a line. */
  overall: number | null;
  /** Errors are shares of 1. */
  rate: boolean;
  words: { x: string; y: string; rows: string };
}

const LONGEST = 14;
/** Between the ends of a range. */
export const RANGE = ' … ';

/** Error of each segment with its 95 % interval, against the error of all rows. */
export function segmentFigure(options: SegmentOptions): Figure {
  const { segments, labels, chosen, overall, rate, words, theme } = options;
  const color = segments.map((_, at) => (at === chosen ? theme.best : accent(options)));
  // Without an interval there is no whisker, not even one of no length.
  const above = segments.map(({ error, error_high }) => distance(error_high, error));
  const below = segments.map(({ error, error_low }) => distance(error, error_low));
  const bars: Data = {
    type: 'bar',
    x: segments.map((_, at) => at),
    y: segments.map(({ error }) => error),
    customdata: segments.map(({ rows }, at) => [labels[at] ?? '', rows]),
    marker: { color },
    error_y: {
      type: 'data',
      symmetric: false,
      array: above,
      arrayminus: below,
      color: theme.text2,
      thickness: 1.2,
      width: 3,
    },
    hovertemplate: `%{customdata[0]}: %{y:${rate ? '.1%' : '.4~g'}} · %{customdata[1]} ${words.rows}<extra></extra>`,
  };
  const layout = layoutOf(
    options,
    {
      ...titled(words.x),
      tickvals: segments.map((_, at) => at),
      ticktext: labels.map(tickText),
      tickfont: { size: 11 },
      showgrid: false,
    },
    { ...titled(words.y), rangemode: 'tozero', tickformat: rate ? '.0%' : undefined },
  );
  return {
    data: [bars],
    layout: {
      ...layout,
      bargap: 0.12,
      hovermode: 'x',
      shapes:
        overall === null
          ? []
          : [
              line(
                options,
                { x0: 0, x1: 1, y0: overall, y1: overall },
                { dash: 'dot' },
                { xref: 'paper' },
              ),
            ],
    },
  };
}

function distance(high: number | null, low: number | null): number | null {
  return high === null || low === null ? null : high - low;
}

/** Ranges in two lines, which have room where one would be turned. */
function tickText(label: string): string {
  if (label.includes(RANGE)) return label.replace(RANGE, `<br>${RANGE.trim()} `);
  return label.length <= LONGEST ? label : `${label.slice(0, LONGEST - 1)}…`;
}

interface HorizonOptions extends Look {
  steps: readonly HorizonStep[];
  /** How often the truth should be within the intervals. */
  target: number | null;
  words: { x: string; error: string; coverage: string };
}

/** Error by steps ahead with its interval and, where there are intervals, how often they held. */
export function horizonFigure(options: HorizonOptions): Figure {
  const { steps, target, words, theme } = options;
  const x = steps.map(({ step }) => step);
  const edge = (y: (number | null)[], fill: 'none' | 'tonexty'): Data => ({
    type: 'scatter',
    mode: 'lines',
    x,
    y,
    line: { width: 0, color: accent(options) },
    fill,
    fillcolor: translucent(accent(options), 0.2),
    hoverinfo: 'skip',
  });
  const covered = steps.some(({ coverage }) => coverage !== null);
  const data: Data[] = [
    edge(
      steps.map(({ error_low }) => error_low),
      'none',
    ),
    edge(
      steps.map(({ error_high }) => error_high),
      'tonexty',
    ),
    {
      type: 'scatter',
      mode: 'lines+markers',
      x,
      y: steps.map(({ error }) => error),
      line: { color: accent(options), width: 2 },
      marker: { size: 5 },
      hovertemplate: '%{x}: %{y:.4~g}<extra></extra>',
    },
  ];
  const layout = layoutOf(options, titled(words.x), {
    ...titled(words.error),
    rangemode: 'tozero',
    domain: covered ? [0.42, 1] : [0, 1],
  });
  if (!covered) return { data, layout };
  data.push({
    type: 'scatter',
    mode: 'lines+markers',
    x,
    y: steps.map(({ coverage }) => coverage),
    yaxis: 'y2',
    line: { color: theme.series[1] ?? theme.text, width: 2 },
    marker: { size: 5 },
    hovertemplate: '%{x}: %{y:.0%}<extra></extra>',
  });
  return {
    data,
    layout: {
      ...layout,
      xaxis: { ...layout.xaxis, anchor: 'y2' },
      yaxis2: {
        ...layout.yaxis,
        ...titled(words.coverage),
        domain: [0, 0.3],
        range: [0, 1.04],
        rangemode: 'normal',
        tickvals: [0, 0.5, 1],
        tickformat: '.0%',
      },
      shapes:
        target === null
          ? []
          : [
              line(
                options,
                { x0: 0, x1: 1, y0: target, y1: target },
                { dash: 'dot' },
                { xref: 'paper', yref: 'y2' },
              ),
            ],
    },
  };
}
