import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ForecastingAnalysis, HorizonStep } from '@/api/types';
import { useFormat } from '@/i18n/useFormat';
import { ChartCard } from './ChartCard';
import { spotOf } from './figures/events';
import { horizonFigure } from './figures/segments';
import { timeFigure } from './figures/time';
import { toggleSegment } from './filter';
import { chosen, HORIZON, segmentsOf, type ErrorPoints } from './points';
import { mean } from './statistics';
import type { ErrorModel } from './useErrorModel';

interface ForecastCardProps {
  analysis: ForecastingAnalysis;
  model: ErrorModel;
}

/** 1 where the truth was within the interval, 0 where not, null without one. */
export function heldOf({ forecast }: ForecastingAnalysis, points: ErrorPoints): (number | null)[] {
  return points.actual.map((actual, at) => {
    const [low, high] = [forecast.lower[at] ?? null, forecast.upper[at] ?? null];
    if (actual === null || low === null || high === null) return null;
    return actual >= low && actual <= high ? 1 : 0;
  });
}

/** How errors and intervals change with the steps ahead. */
export function HorizonCard({ analysis, model }: ForecastCardProps) {
  const { t } = useTranslation('errors');
  const format = useFormat();
  const { points, view, look, maskWithout, onView } = model;
  const own = view.segment?.column === HORIZON;
  const mask = useMemo(
    () => (own ? maskWithout('segment') : model.mask),
    [own, maskWithout, model.mask],
  );
  const steps = useMemo(() => stepsOf(analysis, points, mask), [analysis, points, mask]);
  const target = analysis.coverage?.target ?? null;
  const figure = useMemo(
    () =>
      horizonFigure({
        ...look,
        steps,
        target,
        words: { x: t('horizon.steps'), error: t('axis.mae'), coverage: t('horizon.coverage') },
      }),
    [look, steps, target, t],
  );
  const error = (at: number) => {
    const value = steps.at(at)?.error ?? null;
    return value === null ? '—' : format.metric(value, 3);
  };
  return (
    <ChartCard
      title={t('horizon.title')}
      note={
        target === null ? t('horizon.note') : t('horizon.target', { share: format.percent(target) })
      }
      figure={figure}
      summary={t('horizon.summary', { count: steps.length, first: error(0), last: error(-1) })}
      onClick={(event) => {
        const place = steps.findIndex(({ step }) => step === spotOf(event)?.x);
        if (place >= 0) onView(toggleSegment(view, HORIZON, place));
      }}
    />
  );
}

function stepsOf(
  analysis: ForecastingAnalysis,
  points: ErrorPoints,
  mask: readonly boolean[] | null,
): HorizonStep[] {
  const segmenting = points.segmentings.find(({ name }) => name === HORIZON);
  if (mask === null || segmenting === undefined) return analysis.by_horizon;
  const held = heldOf(analysis, points);
  return segmentsOf(segmenting, points, mask).map((segment, place) => {
    const inside = segmenting.codes.map((code, at) => code === place && mask[at] === true);
    const shares = chosen(held, inside);
    return {
      ...segment,
      step: analysis.by_horizon[place]?.step ?? place + 1,
      coverage: shares.length === 0 ? null : mean(shares),
    };
  });
}

/** Forecast after forecast with its intervals over what came. */
export function TimeCard({ analysis, model }: ForecastCardProps) {
  const { t } = useTranslation('errors');
  const { points, mask, look } = model;
  const { index, actual, predicted } = points;
  const { forecast, target } = analysis;
  const figure = useMemo(
    () =>
      timeFigure({
        ...look,
        index,
        actual,
        predicted,
        forecast,
        mask,
        words: {
          x: '',
          y: target,
          actual: t('axis.actual'),
          predicted: t('axis.predicted'),
        },
      }),
    [look, index, actual, predicted, forecast, mask, target, t],
  );
  return (
    <ChartCard
      title={t('time.title')}
      note={t('time.note')}
      figure={figure}
      summary={t('time.summary', { count: index.length })}
    />
  );
}
