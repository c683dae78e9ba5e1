import { memo, useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useChartTheme } from '@/charts/theme';
import { XyFrame } from '@/charts/XyFrame';
import { xAt, yAt } from '@/charts/xyGeometry';
import type { Axis } from '../axis';
import type { PlotPanelProps } from '../plot/plotProps';
import { scaleAttributes } from '../plot/scaleAttributes';
import { strokeOf } from '../plot/SvgLines';
import { useMarks } from '../plot/useMarks';
import { runColour, type Parallel } from '../toParallel';
import { BrushAreas } from './BrushAreas';
import { useXyPointing } from './useXyPointing';
import { XyMarks } from './XyMarks';
import { dotsPath, type XyDot, type XyPlot } from './xyPlot';
import classes from './xy.module.css';

interface XyChartProps extends PlotPanelProps {
  plot: XyPlot;
  /** The chart in words. */
  summary: string;
  /** Drawn over the dots and under the runs that stand out. */
  children?: ReactNode;
}

/** Dots of the runs; a drag selects what it encloses, a click pins, a double click opens. */
export function XyChart(props: XyChartProps) {
  const { model, plot, summary, best, hovered, children } = props;
  const { t } = useTranslation('compare');
  const { x, y, geometry, dots } = plot;
  const { marks, valueOf } = useMarks(model, best, hovered);
  const { dragged, handlers } = useXyPointing(props);
  return (
    <svg
      className={classes.svg}
      width={geometry.width}
      height={geometry.height}
      role="img"
      aria-label={summary}
      {...handlers}
    >
      <XyFrame
        geometry={geometry}
        x={{ ticks: x.ticks, title: titleOf(x, t(`scale.${x.scale.kind}`)) }}
        y={{ ticks: y.ticks, title: titleOf(y, t(`scale.${y.scale.kind}`)) }}
      />
      <g data-side="x" data-axis={x.column.name} {...scaleAttributes(x, (u) => xAt(geometry, u))} />
      <g data-side="y" data-axis={y.column.name} {...scaleAttributes(y, (u) => yAt(geometry, u))} />
      <BrushAreas plot={plot} brushes={model.view.brushes} dragged={dragged} />
      <Dots parallel={model.parallel} dots={dots} />
      {children}
      <XyMarks runs={model.parallel.data.runs} plot={plot} marks={marks} valueOf={valueOf} />
    </svg>
  );
}

function titleOf({ column, scale }: Axis, kind: string): string {
  const unit = column.unit === 's' ? ' (s)' : '';
  return scale.kind === 'linear' ? column.label + unit : `${column.label}${unit} · ${kind}`;
}

/** Colours are rounded to this many steps, so that there are few paths. */
const SHADES = 24;

interface DotsProps {
  parallel: Parallel;
  dots: readonly XyDot[];
}

/** All dots, those that aren't selected underneath; drawn again only when they change. */
const Dots = memo(function Dots({ parallel, dots }: DotsProps) {
  const theme = useChartTheme();
  const groups = useMemo(() => {
    const found = new Map<string, { colour: string; first: XyDot; dots: XyDot[] }>();
    for (const dot of dots) {
      const shade = Math.round(runColour(parallel, dot.index) * SHADES) / SHADES;
      const colour = strokeOf(shade, dot.selected, theme);
      const key = `${colour} ${dot.shape}`;
      const group = found.get(key) ?? { colour, first: dot, dots: [] };
      group.dots.push(dot);
      found.set(key, group);
    }
    return [...found].sort(([, a], [, b]) => Number(a.first.selected) - Number(b.first.selected));
  }, [parallel, dots, theme]);
  return (
    <>
      {groups.map(([key, group]) => (
        <path
          key={key}
          d={dotsPath(group.dots, group.first.shape)}
          className={classes.dots}
          data-shape={group.first.shape}
          data-selected={group.first.selected}
          data-count={group.dots.length}
          stroke={group.colour}
        />
      ))}
    </>
  );
});
