import type { MetricSpec } from '@/api/types';
import type { Figure } from '@/charts/PlotHost';
import type { ChartTheme } from '@/charts/theme';
import { frameAxis, frameLayout } from '@/charts/traces/frame';
import type { CurvePoint } from './runLog';

export type Curves = Record<string, CurvePoint[]>;

interface CurveOptions {
  curves: Curves;
  stepLabel: string;
  /** The step whose model was kept, with what to call it. */
  best?: { curve: string; step: number; value: number; label: string } | null;
  theme: ChartTheme;
  /** Decimal and thousands separators of the user's language. */
  separators: string;
}

// From the fifth line on, colour repeats and the dash tells lines apart.
const DASHES = ['solid', 'dash', 'dot'] as const;

/** Lines of every curve over the step. A step without a value (NaN) is a gap, never a zero. */
export function curveFigure(options: CurveOptions): Figure {
  const { curves, stepLabel, best, theme, separators } = options;
  const names = Object.keys(curves);
  const data: Figure['data'] = names.map((name, index) => {
    const points = curves[name] ?? [];
    const color = theme.series[index % theme.series.length] ?? theme.text;
    const dash = DASHES[Math.floor(index / theme.series.length) % DASHES.length] ?? 'solid';
    return {
      type: 'scatter',
      name,
      mode: points.length > 1 ? 'lines' : 'markers',
      x: points.map(([step]) => step),
      y: points.map(([, value]) => value),
      line: { color, width: 1.8, dash },
      marker: { color, size: 6 },
      connectgaps: false,
      hovertemplate: `%{y:.5~g}<extra>${name}</extra>`,
    };
  });
  if (best) {
    data.push({
      type: 'scatter',
      name: best.label,
      mode: 'markers',
      x: [best.step],
      y: [best.value],
      marker: { color: theme.best, size: 12, symbol: 'star' },
      hovertemplate: `%{y:.5~g}<extra>${best.label}</extra>`,
    });
  }
  const axis = frameAxis(theme);
  const layout: Figure['layout'] = {
    ...frameLayout(theme, separators),
    hovermode: 'x unified',
    showlegend: names.length > 1,
    legend: { orientation: 'h', x: 0, y: 1, yanchor: 'bottom' },
    xaxis: { ...axis, title: { text: stepLabel }, rangemode: 'nonnegative' },
    yaxis: axis,
  };
  return { data, layout };
}

export interface CurveFacts {
  steps: number;
  last: number | null;
  lowest: number;
  highest: number;
}

/** What a curve says in numbers, for those who do not see it; `null` without any value. */
export function curveFacts(points: readonly CurvePoint[]): CurveFacts | null {
  const values = points.flatMap(([, value]) => (value === null ? [] : [value]));
  if (values.length === 0) return null;
  return {
    steps: points.length,
    last: points.at(-1)?.[1] ?? null,
    lowest: values.reduce((a, b) => Math.min(a, b)),
    highest: values.reduce((a, b) => Math.max(a, b)),
  };
}

const VALIDATION = /^(val|validation|valid|holdout|test)_|_(val|validation|valid|holdout)$/;

/**
 * The best point of the validation curve: of the highest value where its metric is to be maximized,
 * else of the lowest. `null` without a validation curve: of a training curve the last step is the best.
 */
export function bestPoint(
  curves: Curves,
  specs: readonly Pick<MetricSpec, 'name' | 'direction'>[],
): { curve: string; step: number; value: number } | null {
  const names = Object.keys(curves);
  const curve = names.find((name) => VALIDATION.test(name));
  // Without a training curve beside it, it does not follow a model that learns.
  if (curve === undefined || !names.some((name) => name.startsWith('train'))) return null;
  const maximize = specs.some(
    ({ name, direction }) => direction === 'maximize' && curve.includes(name),
  );
  let best: { curve: string; step: number; value: number } | null = null;
  for (const [step, value] of curves[curve] ?? []) {
    if (value === null) continue;
    if (best === null || (maximize ? value > best.value : value < best.value)) {
      best = { curve, step, value };
    }
  }
  return best;
}

export const hasPoints = (curves: Curves): boolean =>
  Object.values(curves).some((points) => points.length > 0);
