import type { PlotPanelProps } from '../plot/plotProps';
import { XyChart } from '../xy/XyChart';
import { placeOf, stairsPath } from '../xy/xyPlot';
import type { Scatter } from './useScatter';
import { useScatterSummary } from './useScatterSummary';
import classes from './scatter.module.css';

/** Any two columns of the runs, and the front where both are metrics. */
export function ScatterChart(props: PlotPanelProps & { scatter: Scatter }) {
  const { model, scatter } = props;
  return (
    <XyChart {...props} plot={scatter} summary={useScatterSummary(model, scatter)}>
      <Front scatter={scatter} />
    </XyChart>
  );
}

/** At each step one metric gets worse before the other gets better. */
function Front({ scatter }: { scatter: Scatter }) {
  const { front } = scatter;
  if (front === null || front.length < 2) return null;
  const path = stairsPath(front.map((index) => placeOf(scatter, index)));
  return <path d={path} className={classes.frontLine} data-front={front.length} />;
}
