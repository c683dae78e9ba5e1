import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '@/i18n/useFormat';
import shared from '@/components/shared.module.css';
import { ChartCard } from './ChartCard';
import { DragToolControl } from './DragToolControl';
import { barRange, boxOf, outlineOf } from './figures/events';
import { histogramFigure, scatterFigure } from './figures/numbers';
import { defined, quantileFigure, residualFigure } from './figures/residuals';
import { toggleResidual } from './filter';
import { chosen, type NumberAnalysis } from './points';
import { RangeForm } from './RangeForm';
import { binCounts, isOutsideBand, normalQuantiles, rollingBand, summarise } from './statistics';
import type { ErrorModel } from './useErrorModel';
import classes from './errors.module.css';

export interface NumberCardProps {
  analysis: NumberAnalysis;
  model: ErrorModel;
}

/** Distribution of the residuals; a bar or a drawn range filters the rest. */
export function HistogramCard({ analysis, model }: NumberCardProps) {
  const { t } = useTranslation('errors');
  const format = useFormat();
  const { points, view, look, maskWithout, onView } = model;
  const { edges, counts } = analysis.residual_histogram;
  const others = useMemo(() => maskWithout('residual'), [maskWithout]);
  const drawn = useMemo(() => {
    if (others === null) return { counts, part: null };
    // A part of the sample is compared with the sample.
    const all = analysis.sampled ? binCounts(edges, chosen(points.residual, null)) : counts;
    return { counts: all, part: binCounts(edges, chosen(points.residual, others)) };
  }, [others, analysis, edges, counts, points]);
  const facts = useMemo(() => {
    if (others !== null) return summarise(chosen(points.residual, others));
    const { mean, std } = analysis.residuals;
    return mean === null ? null : { bias: mean, std, rows: analysis.row_count };
  }, [others, points, analysis]);
  const mean = facts?.bias ?? null;
  const meanText = mean === null ? '' : t('histogram.mean', { value: format.metric(mean, 3) });
  const figure = useMemo(
    () =>
      histogramFigure({
        ...look,
        edges,
        ...drawn,
        rows: facts?.rows ?? 0,
        mean,
        std: facts?.std ?? null,
        range: view.residual,
        words: { x: t('axis.residual'), y: t('axis.rows'), mean: meanText },
      }),
    [look, edges, drawn, facts, mean, meanText, view.residual, t],
  );
  const { quantiles } = analysis.residuals;
  const at = (share: string) => format.metric(quantiles[share] ?? 0, 3);
  return (
    <ChartCard
      title={t('histogram.title')}
      note={t('histogram.note')}
      figure={figure}
      summary={t('histogram.summary', {
        mean: meanText,
        std: facts?.std === null || facts === null ? '—' : format.metric(facts.std, 3),
        low: at('0.05'),
        high: at('0.95'),
      })}
      onClick={(event) => {
        const range = barRange(event);
        if (range !== null) onView(toggleResidual(view, range));
      }}
      onSelected={(event) => {
        const { x: residual } = boxOf(event);
        if (residual !== null) onView({ ...view, residual });
      }}
    >
      <details className={`${shared.fold} ${classes.details}`}>
        <summary>{t('range.type')}</summary>
        <RangeForm
          label={t('axis.residual')}
          range={view.residual}
          onApply={(residual) => {
            onView({ ...view, residual });
          }}
        />
      </details>
    </ChartCard>
  );
}

/** Actual against predicted; a drawn box filters the rest. */
export function ScatterCard({ analysis, model }: NumberCardProps) {
  const { t } = useTranslation('errors');
  const format = useFormat();
  const { points, view, mask, look, tool, onView } = model;
  const { actual, predicted, index } = points;
  const figure = useMemo(
    () =>
      scatterFigure({
        ...look,
        index,
        mask,
        tool,
        lasso: view.lasso,
        actual,
        predicted,
        density: analysis.density,
        box: { actual: view.actual, predicted: view.predicted },
        words: { x: t('axis.actual'), y: t('axis.predicted'), row: t('axis.row') },
      }),
    [look, index, mask, tool, actual, predicted, analysis.density, view, t],
  );
  const dense = analysis.density !== null && mask === null;
  return (
    <ChartCard
      title={t('scatter.title')}
      note={dense ? t('scatter.density') : t('scatter.note')}
      figure={figure}
      summary={t('scatter.summary', {
        count: analysis.row_count,
        rmse: format.metric(analysis.residuals.rmse ?? 0, 4),
      })}
      control={<DragToolControl model={model} />}
      onSelected={(event) => {
        const lasso = outlineOf(event, 'actual');
        if (lasso !== null) onView({ ...view, actual: null, predicted: null, lasso });
        const { x, y } = boxOf(event);
        if (x !== null && y !== null) onView({ ...view, actual: x, predicted: y, lasso: null });
      }}
    >
      <details className={`${shared.fold} ${classes.details}`}>
        <summary>{t('range.type')}</summary>
        <RangeForm
          label={t('axis.actual')}
          range={view.actual}
          onApply={(range) => {
            onView({ ...view, actual: range });
          }}
        />
        <RangeForm
          label={t('axis.predicted')}
          range={view.predicted}
          onApply={(range) => {
            onView({ ...view, predicted: range });
          }}
        />
      </details>
    </ChartCard>
  );
}

/** Whether the residuals are spread as a normal distribution's. */
export function QuantileCard({ analysis, model }: NumberCardProps) {
  const { t } = useTranslation('errors');
  const { points, mask, look } = model;
  const quantiles = useMemo(
    () => defined(mask === null ? analysis.qq : normalQuantiles(chosen(points.residual, mask))),
    [analysis.qq, points, mask],
  );
  const rows = mask === null ? analysis.row_count : chosen(points.residual, mask).length;
  const figure = useMemo(
    () =>
      quantileFigure({
        ...look,
        quantiles,
        rows,
        words: { x: t('qq.expected'), y: t('qq.observed') },
      }),
    [look, quantiles, rows, t],
  );
  const total = quantiles.theoretical.length;
  const outside = quantiles.theoretical.filter((value, at) =>
    isOutsideBand(value, quantiles.observed[at] ?? 0, rows),
  ).length;
  return (
    <ChartCard
      title={t('qq.title')}
      note={t('qq.note')}
      figure={figure}
      empty={total < 2 ? t('qq.none') : null}
      summary={t('qq.summary', { outside, count: total })}
    >
      {total >= 2 && <p className={classes.below}>{t('qq.summary', { outside, count: total })}</p>}
    </ChartCard>
  );
}

/** Residuals along the predictions. */
export function ResidualCard({ analysis, model }: NumberCardProps) {
  const { t } = useTranslation('errors');
  const format = useFormat();
  const { points, view, mask, look, tool, onView } = model;
  const { predicted, residual, index } = points;
  const band = useMemo(() => {
    if (mask === null) return analysis.residual_vs_predicted;
    const passing = index.flatMap((_, at) => {
      const [guess, rest] = [predicted[at] ?? null, residual[at] ?? null];
      return mask[at] && guess !== null && rest !== null
        ? [{ predicted: guess, residual: rest }]
        : [];
    });
    return rollingBand(passing);
  }, [analysis, mask, index, predicted, residual]);
  const figure = useMemo(
    () =>
      residualFigure({
        ...look,
        index,
        mask,
        tool,
        lasso: view.lasso,
        predicted,
        residual,
        band,
        box: { predicted: view.predicted, residual: view.residual },
        words: { x: t('axis.predicted'), y: t('axis.residual'), row: t('axis.row') },
      }),
    [look, index, mask, tool, predicted, residual, band, view, t],
  );
  const end = (at: number) => format.metric(band.median.at(at) ?? 0, 3);
  return (
    <ChartCard
      title={t('residual.title')}
      note={analysis.sampled ? t('residual.sampleNote') : t('residual.note')}
      figure={figure}
      summary={t('residual.summary', { first: end(0), last: end(-1) })}
      control={<DragToolControl model={model} />}
      onSelected={(event) => {
        const lasso = outlineOf(event, 'residual');
        if (lasso !== null) onView({ ...view, predicted: null, residual: null, lasso });
        const { x, y } = boxOf(event);
        if (x !== null && y !== null) onView({ ...view, predicted: x, residual: y, lasso: null });
      }}
    />
  );
}
