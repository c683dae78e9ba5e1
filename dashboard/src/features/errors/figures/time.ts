import type { Data } from 'plotly.js';
import type { ForecastPoints } from '@/api/types';
import type { Figure } from '@/charts/PlotHost';
import { translucent } from '@/charts/colour';
import { accent, layoutOf, titled, type Look } from './frame';

interface TimeOptions extends Look {
  index: readonly number[];
  actual: readonly (number | null)[];
  predicted: readonly (number | null)[];
  forecast: ForecastPoints;
  mask: readonly boolean[] | null;
  words: { x: string; y: string; actual: string; predicted: string };
}

/** The points, by place, of forecasts that don't overlap: each begins after the one before has ended. */
export function windowsOf(index: readonly number[], origin: readonly number[]): number[][] {
  const byOrigin = new Map<number, number[]>();
  origin.forEach((from, at) => {
    const places = byOrigin.get(from) ?? [];
    places.push(at);
    byOrigin.set(from, places);
  });
  const windows: number[][] = [];
  let end = -Infinity;
  for (const from of [...byOrigin.keys()].sort((a, b) => a - b)) {
    const places = (byOrigin.get(from) ?? []).toSorted((a, b) => (index[a] ?? 0) - (index[b] ?? 0));
    const [first, last] = [index[places[0] ?? -1] ?? 0, index[places.at(-1) ?? -1] ?? 0];
    if (first <= end) continue;
    windows.push(places);
    end = last;
  }
  return windows;
}

/** What was forecast, with its intervals, over what came; forecast after forecast. */
export function timeFigure(options: TimeOptions): Figure {
  const { index, actual, predicted, forecast, mask, words, theme } = options;
  const windows = windowsOf(index, forecast.origin);
  const timed = forecast.time.length === index.length;
  const timeOf = (at: number) => (timed ? (forecast.time[at] ?? null) : (index[at] ?? null));
  const places = windows.flat();
  const cut = (values: readonly (number | null)[]) =>
    windows.flatMap((window) => [...window.map((at) => values[at] ?? null), null]);
  const x = windows.flatMap((window) => {
    const last = window.at(-1);
    return [...window.map(timeOf), last === undefined ? null : timeOf(last)];
  });
  const color = accent(options);
  const data: Data[] = windows.flatMap((window) => intervals(options, window.map(timeOf), window));
  data.push(
    {
      type: 'scatter',
      mode: 'lines',
      name: words.actual,
      x: places.map(timeOf),
      y: places.map((at) => actual[at] ?? null),
      line: { color: theme.text2, width: 1.4 },
      hovertemplate: '%{y:.4~g}',
    },
    {
      type: 'scatter',
      mode: 'lines',
      name: words.predicted,
      x,
      y: cut(predicted),
      connectgaps: false,
      line: { color, width: 2 },
      hovertemplate: '%{y:.4~g}',
    },
  );
  if (mask !== null) {
    const marked = places.filter((at) => mask[at]);
    data.push({
      type: 'scatter',
      mode: 'markers',
      x: marked.map(timeOf),
      y: marked.map((at) => actual[at] ?? null),
      marker: { color: theme.best, symbol: 'diamond', size: 7 },
      hoverinfo: 'skip',
      showlegend: false,
    });
  }
  return {
    data,
    layout: {
      ...layoutOf(options, titled(words.x), titled(words.y)),
      hovermode: 'x unified',
      showlegend: true,
      legend: { orientation: 'h', x: 0, y: 1.02, yanchor: 'bottom' },
    },
  };
}

/** The area between a forecast's bounds; one each, as areas can't have gaps. */
function intervals(
  options: TimeOptions,
  x: (string | number | null)[],
  window: readonly number[],
): Data[] {
  const { forecast } = options;
  const bound = (values: readonly (number | null)[]) => window.map((at) => values[at] ?? null);
  const [lower, upper] = [bound(forecast.lower), bound(forecast.upper)];
  if (lower.every((value) => value === null)) return [];
  const shared = {
    type: 'scatter' as const,
    mode: 'lines' as const,
    x,
    line: { width: 0, color: accent(options) },
    hoverinfo: 'skip' as const,
    showlegend: false,
  };
  return [
    { ...shared, y: lower },
    { ...shared, y: upper, fill: 'tonexty', fillcolor: translucent(accent(options), 0.2) },
  ];
}
