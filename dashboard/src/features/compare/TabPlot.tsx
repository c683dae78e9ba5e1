import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { PlotPanel } from './plot/PlotPanel';
import type { PlotPanelProps } from './plot/plotProps';
import { usePlotHeight } from './plot/usePlotHeight';
import classes from './compare.module.css';

const CurvesPanel = lazy(async () => ({
  default: (await import('./curves/CurvesPanel')).CurvesPanel,
}));
const ScatterPanel = lazy(async () => ({
  default: (await import('./scatter/ScatterPanel')).ScatterPanel,
}));

/** The chart of the tab. */
export function TabPlot(props: PlotPanelProps) {
  const { tab } = props.model.view;
  if (tab === 'parallel') return <PlotPanel {...props} />;
  return (
    <Suspense fallback={<Waiting />}>
      {tab === 'curves' ? <CurvesPanel {...props} /> : <ScatterPanel {...props} />}
    </Suspense>
  );
}

/** Keeps the table where it will be. */
function Waiting() {
  const { t } = useTranslation('compare');
  return (
    <div className={classes.waiting} style={{ height: usePlotHeight(0.42) }} role="status">
      {t('plot.loading')}
    </div>
  );
}
