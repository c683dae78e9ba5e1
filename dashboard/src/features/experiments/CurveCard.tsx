import { useThrottledValue } from '@mantine/hooks';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Plot } from '@/charts/Plot';
import { useChartTheme } from '@/charts/theme';
import { separatorsOf } from '@/charts/traces/frame';
import type { Experiment } from '@/api/types';
import shared from '@/components/shared.module.css';
import { Card, Icon } from '@/components/ui';
import { useFormat } from '@/i18n/useFormat';
import { CurveTable } from './CurveTable';
import { bestPoint, curveFacts, curveFigure, hasPoints, type Curves } from './curveFigure';
import classes from './experiments.module.css';
import type { RunLog } from './runLog';

const REDRAW_MS = 500;
const MANY_CURVES = 4;

/** The curves as they grow; once the run has ended, those that were stored with it. */
export function CurveCard({ run, log }: { run: Experiment; log: RunLog }) {
  const { t } = useTranslation(['experiments', 'common']);
  const ended = run.state !== 'queued' && run.state !== 'running';
  const curves: Curves = ended && hasPoints(run.curves) ? run.curves : log.curves;
  return (
    <Card aria-labelledby="run-curve">
      <h2 id="run-curve">
        {t('curve.title')}{' '}
        {run.stop_reason !== null && (
          <small className={shared.aside}>{t(`common:early.${run.stop_reason}_why`)}</small>
        )}
      </h2>
      {hasPoints(curves) ? <CurveChart curves={curves} run={run} /> : <NoCurve ended={ended} />}
    </Card>
  );
}

function NoCurve({ ended }: { ended: boolean }) {
  const { t } = useTranslation('experiments');
  if (ended) return <p className={shared.quiet}>{t('curve.none')}</p>;
  return (
    <div className={classes.curveFrame} role="status">
      <Icon name="runs" size={24} />
      <strong>{t('curve.notReached')}</strong>
      <span>{t('curve.notReachedHint')}</span>
    </div>
  );
}

function CurveChart({ curves, run }: { curves: Curves; run: Experiment }) {
  const { t } = useTranslation('experiments');
  const format = useFormat();
  const theme = useChartTheme();
  const [failed, setFailed] = useState(false);
  const drawn = useThrottledValue(curves, REDRAW_MS);
  const best = useMemo(() => bestPoint(drawn, run.metric_specs), [drawn, run.metric_specs]);
  const figure = useMemo(
    () =>
      curveFigure({
        curves: drawn,
        best: best && { ...best, label: t('curve.best') },
        stepLabel: t('curve.step'),
        theme,
        separators: separatorsOf(format.language),
      }),
    [drawn, best, theme, t, format.language],
  );
  const label = Object.entries(drawn).flatMap(([name, points]) => {
    const facts = curveFacts(points);
    if (facts === null) return [];
    return t('curve.label', {
      name,
      count: facts.steps,
      last: facts.last === null ? '—' : format.metric(facts.last),
      lowest: format.metric(facts.lowest),
      highest: format.metric(facts.highest),
    });
  });
  if (best) {
    label.push(
      t('curve.bestLabel', {
        name: best.curve,
        step: format.integer(best.step),
        value: format.metric(best.value),
      }),
    );
  }
  return (
    <>
      {failed ? (
        <p className={shared.quiet}>{t('curve.failed')}</p>
      ) : (
        <Plot
          figure={figure}
          label={label.join('. ')}
          // A long legend takes its room from the plot.
          className={Object.keys(drawn).length > MANY_CURVES ? classes.chartTall : classes.chart}
          onFailure={() => {
            setFailed(true);
          }}
        />
      )}
      <CurveTable curves={drawn} open={failed} />
    </>
  );
}
