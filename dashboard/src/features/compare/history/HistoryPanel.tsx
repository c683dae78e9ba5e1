import { Switch, VisuallyHidden } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '@/components/ui';
import type { PlotPanelProps } from '../plot/plotProps';
import { usePlotHeight, XY_SHARE } from '../plot/usePlotHeight';
import layout from '../xy/xy.module.css';
import { HistoryChart } from './HistoryChart';
import { useHistory, type HistoryPlot } from './useHistory';
import { useHistoryTexts } from './useHistoryTexts';
import classes from './history.module.css';

/** The objective of every run in the order of their numbers, and the best so far. */
export function HistoryPanel(props: PlotPanelProps) {
  const { model } = props;
  const { t } = useTranslation('compare');
  const { ref, width } = useElementSize();
  const height = usePlotHeight(XY_SHARE);
  const plot = useHistory(model, width, height);
  return (
    <div>
      {plot !== null && <HistoryControls {...props} plot={plot} />}
      <div ref={ref} className={layout.chart} style={{ height }} data-testid="history">
        {plot === null && (
          <EmptyState
            icon="runs"
            title={t('best.none', { metric: model.parallel.data.objective.metric })}
          />
        )}
        {plot !== null && width > 0 && <HistoryChart {...props} plot={plot} />}
      </div>
      {plot !== null && <InWords {...props} plot={plot} />}
    </div>
  );
}

type WithPlot = PlotPanelProps & { plot: HistoryPlot };

function HistoryControls({ model, actions, plot }: WithPlot) {
  const { t } = useTranslation('compare');
  const { column, scale, canLog, canClip, clipped } = plot.y;
  const { runs } = model.parallel.data;
  const marks = (['failed', 'cancelled'] as const).filter((mark) =>
    runs.some(({ state }) => state === mark),
  );
  return (
    <div className={layout.controls}>
      <Switch
        size="xs"
        label={t('curves.log')}
        checked={scale.kind === 'log'}
        disabled={!canLog}
        onChange={(event) => {
          actions.axis.onChange(column.name, {
            scale: event.currentTarget.checked ? 'log' : 'linear',
          });
        }}
      />
      {canClip && (
        <Switch
          size="xs"
          label={t('axis.clip')}
          checked={clipped > 0}
          onChange={(event) => {
            actions.axis.onChange(column.name, { clip: event.currentTarget.checked });
          }}
        />
      )}
      <ul className={classes.legend} aria-label={t('history.legend')}>
        <li data-mark="best">{t('history.bestSoFar')}</li>
        {marks.map((mark) => (
          <li key={mark} data-mark={mark}>
            {t(`history.marks.${mark}`)}
          </li>
        ))}
      </ul>
      <span className={classes.hint}>{t('scatter.hint')}</span>
    </div>
  );
}

/** What took how long, and the runs of the staircase for those who can't see it. */
function InWords({ model, plot }: WithPlot) {
  const { t } = useTranslation('compare');
  const { sentence, steps } = useHistoryTexts(model, plot.history);
  return (
    <>
      <p className={classes.sentence}>{sentence}</p>
      {steps.length > 0 && (
        <VisuallyHidden component="ol" aria-label={t('history.steps')}>
          {steps.map(({ number, text }) => (
            <li key={number}>{text}</li>
          ))}
        </VisuallyHidden>
      )}
    </>
  );
}
