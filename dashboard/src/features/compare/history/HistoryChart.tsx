import type { PlotPanelProps } from '../plot/plotProps';
import { XyChart } from '../xy/XyChart';
import { placeOf, stairsPath } from '../xy/xyPlot';
import type { HistoryPlot } from './useHistory';
import { useHistoryTexts } from './useHistoryTexts';
import classes from './history.module.css';

/** The runs as dots under the best so far as a staircase. */
export function HistoryChart(props: PlotPanelProps & { plot: HistoryPlot }) {
  const { model, plot } = props;
  const { summary } = useHistoryTexts(model, plot.history);
  return (
    <XyChart {...props} plot={plot} summary={summary}>
      <Staircase plot={plot} />
    </XyChart>
  );
}

/** Goes on until the last run that could have been better. */
function Staircase({ plot }: { plot: HistoryPlot }) {
  const { steps, last } = plot.history;
  const corners = steps.map((step) => ({ ...step, ...placeOf(plot, step.index) }));
  const best = corners.at(-1);
  if (best === undefined || last === null) return null;
  const path = stairsPath([...corners, { x: placeOf(plot, last).x, y: best.y }]);
  const selected = new Set(plot.dots.flatMap((dot) => (dot.selected ? [dot.index] : [])));
  return (
    <g>
      <path d={path} className={classes.casing} />
      <path d={path} className={classes.stairs} data-stairs={corners.length} />
      {corners.map(({ index, number, x, y }) => (
        <circle
          key={index}
          cx={x}
          cy={y}
          r={5.5}
          className={classes.step}
          data-step={number}
          data-selected={selected.has(index)}
        />
      ))}
    </g>
  );
}
