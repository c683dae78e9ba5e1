import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { PlotPanel } from './plot/PlotPanel';
import { PARALLEL_SHARE, XY_SHARE, usePlotHeight } from './plot/usePlotHeight';
import type { PlotPanelProps } from './plot/plotProps';
import { useAfterPaint } from './useAfterPaint';
import classes from './compare.module.css';

const CurvesPanel = lazy(async () => ({
  default: (await import('./curves/CurvesPanel')).CurvesPanel,
}));
const HistoryPanel = lazy(async () => ({
  default: (await import('./history/HistoryPanel')).HistoryPanel,
}));
const ScatterPanel = lazy(async () => ({
  default: (await import('./scatter/ScatterPanel')).ScatterPanel,
}));

/** The chart of the tab; it comes after the table below has been painted, which takes less time. */
export function TabPlot(props: PlotPanelProps) {
  const { tab } = props.model.view;
  const painted = useAfterPaint();
  const waiting = <Waiting share={tab === 'parallel' ? PARALLEL_SHARE : XY_SHARE} />;
  if (!painted) return waiting;
  if (tab === 'parallel') return <PlotPanel {...props} />;
  const Panel = tab === 'curves' ? CurvesPanel : tab === 'history' ? HistoryPanel : ScatterPanel;
  return (
    <Suspense fallback={waiting}>
      <Panel {...props} />
    </Suspense>
  );
}

/** Keeps the table where it will be. */
function Waiting({ share }: { share: number }) {
  const { t } = useTranslation('compare');
  return (
    <div className={classes.waiting} style={{ height: usePlotHeight(share) }} role="status">
      {t('plot.loading')}
    </div>
  );
}
