import { useElementSize } from '@mantine/hooks';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { XyFrame } from '@/charts/XyFrame';
import { tickWidth, type XyGeometry } from '@/charts/xyGeometry';
import type { CurvesAnswer } from '@/api/types';
import { useFormat } from '@/i18n/useFormat';
import type { PlotPanelProps } from '../plot/plotProps';
import { useMarks } from '../plot/useMarks';
import { CurveHighlights } from './CurveHighlights';
import { CurveLines } from './CurveLines';
import { curveAxes } from './curveLayout';
import { useCurveLines } from './useCurveLines';
import { useCurvePointing } from './useCurvePointing';
import { useCurveSummary } from './useCurveSummary';
import classes from './curves.module.css';

interface CurvesChartProps extends PlotPanelProps {
  data: CurvesAnswer;
  height: number;
}

/** The curves as SVG; the run under the pointer is looked at, a click pins it, a double click opens it. */
export function CurvesChart(props: CurvesChartProps) {
  const { model, data, height, best, hovered } = props;
  const { t } = useTranslation('compare');
  const format = useFormat();
  const { ref, width } = useElementSize();
  const { logCurve } = model.view;
  const axes = useMemo(
    () =>
      curveAxes({
        curves: data.runs.map(({ points }) => points),
        band: data.band,
        log: logCurve,
        step: format.integer,
        measured: (value) => format.metric(value),
      }),
    [data, logCurve, format],
  );
  const geometry = useMemo(
    (): XyGeometry => ({
      width: Math.floor(width),
      height,
      margin: { left: tickWidth(axes?.yTicks ?? []) + 14, right: 18, top: 30, bottom: 40 },
    }),
    [axes, width, height],
  );
  const lines = useCurveLines(model, data, axes, geometry);
  const { marks, valueOf } = useMarks(model, best, hovered);
  const { spot, handlers } = useCurvePointing(props, lines, geometry);
  const summary = useCurveSummary(model, data, best);
  const near = spot !== null && spot.index === hovered ? spot.spot : null;
  const text =
    near === null
      ? null
      : t('curves.spot', { step: format.integer(near.step), value: format.metric(near.value) });
  return (
    <div ref={ref} className={classes.chart} style={{ height }} data-testid="curves">
      {axes === null && <p className={classes.empty}>{t('curves.noValue')}</p>}
      {axes !== null && width > 0 && (
        <svg
          width={geometry.width}
          height={height}
          role="img"
          aria-label={summary}

          {...handlers}
        >
          <XyFrame
            geometry={geometry}
            x={{ ticks: axes.xTicks, title: t('curves.step') }}
            y={{ ticks: axes.yTicks, title: data.name ?? '' }}
          />
          <CurveLines lines={lines} band={data.band} axes={axes} geometry={geometry} />
          <CurveHighlights
            runs={model.parallel.data.runs}
            lines={lines}
            marks={marks}
            geometry={geometry}
            valueOf={valueOf}
            spot={near}
            spotText={text}
          />
        </svg>
      )}
    </div>
  );
}
