import { useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useThrottledValue } from '@mantine/hooks';
import type { Prediction } from '@/api/types';
import { Plot } from '@/charts/Plot';
import type { Figure } from '@/charts/PlotHost';
import { useChartTheme } from '@/charts/theme';
import { useFormat } from '@/i18n/useFormat';
import shared from '@/components/shared.module.css';
import classes from '../predictions.module.css';
import { classesFigure, forecastFigure, histogramFigure, MOST_BARS, shownClasses } from './figures';
import { useResultRows } from './useResultRows';

const REDRAW_MS = 500;
/** Fewer numbers than this are seen at a glance in the table. */
const FEWEST_SPREAD = 10;

interface ResultChartProps {
  prediction: Prediction;
  small?: boolean;
}

/** Whether there is a chart of what was predicted. */
export function hasChart({ source, rows_done: done, summary }: Prediction): boolean {
  if (source === 'horizon') return done > 0;
  if (summary?.classes) return done > 1;
  return Boolean(summary?.histogram) && done >= FEWEST_SPREAD;
}

/** The chart that fits what was predicted; nothing where there is nothing to draw. */
export function ResultChart(props: ResultChartProps): ReactNode {
  const { source, summary } = props.prediction;
  if (!hasChart(props.prediction)) return null;
  if (source === 'horizon') return <ForecastChart {...props} />;
  if (summary?.classes) return <ClassesChart {...props} counts={summary.classes} />;
  return summary?.histogram && <HistogramChart {...props} histogram={summary.histogram} />;
}

function useLook() {
  const { language } = useFormat();
  const theme = useChartTheme();
  const separators = language === 'tr' ? ',.' : '.,';
  return useMemo(() => ({ theme, separators }), [theme, separators]);
}

function Chart({ figure, label, small }: { figure: Figure; label: string; small?: boolean }) {
  const { t } = useTranslation('predictions');
  const [failed, setFailed] = useState(false);
  if (failed) return <p className={shared.quiet}>{t('chart.failed')}</p>;
  return (
    <Plot
      figure={figure}
      label={label}
      className={small ? classes.chartSmall : classes.chart}
      onFailure={() => {
        setFailed(true);
      }}
    />
  );
}

function ForecastChart({ prediction, small }: ResultChartProps) {
  const { t } = useTranslation('predictions');
  const format = useFormat();
  const look = useLook();
  const rows = useThrottledValue(useResultRows(prediction), REDRAW_MS);
  const { history, target } = prediction;
  const figure = useMemo(
    () =>
      forecastFigure({
        ...look,
        history,
        rows,
        names: {
          history: t('chart.history'),
          forecast: t('chart.forecast'),
          interval: t('chart.interval'),
          target,
        },
      }),
    [look, history, rows, target, t],
  );
  const values = rows.flatMap(({ prediction: value }) =>
    typeof value === 'number' ? [value] : [],
  );
  const label = t('chart.forecastLabel', {
    count: values.length,
    first: format.metric(values[0] ?? 0),
    last: format.metric(values.at(-1) ?? 0),
    lowest: format.metric(Math.min(...values)),
    highest: format.metric(Math.max(...values)),
  });
  return <Chart figure={figure} label={label} small={small} />;
}

interface HistogramProps extends ResultChartProps {
  histogram: { edges: number[]; counts: number[] };
}

function HistogramChart({ prediction, histogram, small }: HistogramProps) {
  const { t } = useTranslation('predictions');
  const format = useFormat();
  const look = useLook();
  const { target, summary } = prediction;
  const figure = useMemo(
    () => histogramFigure({ ...look, histogram, names: { value: target, rows: t('chart.rows') } }),
    [look, histogram, target, t],
  );
  const number = (value: number | null | undefined) =>
    typeof value === 'number' ? format.metric(value) : '—';
  const facts = {
    mean: number(summary?.mean),
    std: number(summary?.std),
    min: number(summary?.min),
    max: number(summary?.max),
  };
  return (
    <>
      <Chart figure={figure} label={t('chart.numbersLabel', facts)} small={small} />
      <p className={shared.quiet}>{t('chart.numbers', facts)}</p>
    </>
  );
}

interface ClassesProps extends ResultChartProps {
  counts: Record<string, number>;
}

function ClassesChart({ counts, small }: ClassesProps) {
  const { t } = useTranslation('predictions');
  const format = useFormat();
  const look = useLook();
  const figure = useMemo(
    () => classesFigure({ ...look, classes: counts, names: { rows: t('chart.rows') } }),
    [look, counts, t],
  );
  const { shown, others } = shownClasses(counts);
  const list = shown.map(([label, rows]) => `${label} ${format.integer(rows)}`).join(', ');
  return (
    <>
      <Chart figure={figure} label={t('chart.classesLabel', { list })} small={small} />
      {others.classes > 0 && (
        <p className={shared.quiet}>
          {t('chart.others', { most: MOST_BARS, count: others.classes, rows: others.rows })}
        </p>
      )}
    </>
  );
}
