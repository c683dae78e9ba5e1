import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ErrorComparison } from '@/api/types';
import { Plot } from '@/charts/Plot';
import { useChartTheme } from '@/charts/theme';
import { separatorsOf } from '@/charts/traces/frame';
import { useFormat } from '@/i18n/useFormat';
import { overlayFigure } from './overlayFigure';
import classes from './errors.module.css';

interface ErrorOverlayProps {
  comparison: ErrorComparison;
  nameOf: (id: string) => string;
}

/** The runs' residuals over each other; of classes there are none. */
export function ErrorOverlay({ comparison, nameOf }: ErrorOverlayProps) {
  const { t } = useTranslation('compare');
  const format = useFormat();
  const theme = useChartTheme();
  const [failed, setFailed] = useState(false);
  const names = comparison.runs.map(({ job_id }) => nameOf(job_id)).join('\n');
  const figure = useMemo(
    () =>
      overlayFigure({
        comparison,
        names: names.split('\n'),
        theme,
        separators: separatorsOf(format.language),
        words: { x: t('errors.residual'), y: t('errors.rows') },
      }),
    [comparison, names, theme, format.language, t],
  );
  if (comparison.histogram_edges.length === 0) return null;
  const summary = comparison.runs.map(({ job_id, bias, quantiles }) => {
    const text = (value: number | null | undefined) => format.metric(value ?? 0, 3);
    return t('errors.overlaySummary', {
      run: nameOf(job_id),
      bias: text(bias),
      low: text(quantiles['0.1']),
      high: text(quantiles['0.9']),
    });
  });
  return (
    <section aria-label={t('errors.overlay')} className={classes.overlay}>
      <h2>{t('errors.overlay')}</h2>
      {failed ? (
        <p className={classes.quiet}>{summary.join(' ')}</p>
      ) : (
        <Plot
          figure={figure}
          label={`${t('errors.overlay')}. ${summary.join(' ')}`}
          className={classes.chart}
          onFailure={() => {
            setFailed(true);
          }}
        />
      )}
    </section>
  );
}
