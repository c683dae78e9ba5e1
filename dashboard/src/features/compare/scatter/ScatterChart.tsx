import { memo, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useChartTheme } from '@/charts/theme';
import { XyFrame } from '@/charts/XyFrame';
import { xAt, yAt } from '@/charts/xyGeometry';
import type { Axis } from '../axis';
import type { PlotPanelProps } from '../plot/plotProps';
import { scaleAttributes } from '../plot/scaleAttributes';
import { strokeOf } from '../plot/SvgLines';
import { useMarks } from '../plot/useMarks';
import { runColour } from '../toParallel';
import type { CompareModel } from '../useCompareModel';
import { BrushAreas } from './BrushAreas';
import { dotsPath, frontPath } from './scatterAxes';
import { ScatterMarks } from './ScatterMarks';
import type { Scatter } from './useScatter';
import { useScatterPointing } from './useScatterPointing';
import { useScatterSummary } from './useScatterSummary';
import classes from './scatter.module.css';

/** Dots of the runs; a drag selects what it encloses, a click pins, a double click opens. */
export function ScatterChart(props: PlotPanelProps & { scatter: Scatter }) {
  const { model, scatter, best, hovered } = props;
  const { t } = useTranslation('compare');
  const { x, y, geometry } = scatter;
  const { marks, valueOf } = useMarks(model, best, hovered);
  const { dragged, handlers } = useScatterPointing(props);
  return (
    <svg
      className={classes.svg}
      width={geometry.width}
      height={geometry.height}
      role="img"
      aria-label={useScatterSummary(model, scatter)}
      {...handlers}
    >
      <XyFrame
        geometry={geometry}
        x={{ ticks: x.ticks, title: titleOf(x, t(`scale.${x.scale.kind}`)) }}
        y={{ ticks: y.ticks, title: titleOf(y, t(`scale.${y.scale.kind}`)) }}
      />
      <g data-side="x" data-axis={x.column.name} {...scaleAttributes(x, (u) => xAt(geometry, u))} />
      <g data-side="y" data-axis={y.column.name} {...scaleAttributes(y, (u) => yAt(geometry, u))} />
      <BrushAreas scatter={scatter} brushes={model.view.brushes} dragged={dragged} />
      <Dots model={model} scatter={scatter} />
      <Front scatter={scatter} />
      <ScatterMarks
        runs={model.parallel.data.runs}
        scatter={scatter}
        marks={marks}
        valueOf={valueOf}
      />
    </svg>
  );
}

function titleOf({ column, scale }: Axis, kind: string): string {
  const unit = column.unit === 's' ? ' (s)' : '';
  return scale.kind === 'linear' ? column.label + unit : `${column.label}${unit} · ${kind}`;
}

/** Colours are rounded to this many steps, so that there are few paths. */
const SHADES = 24;

/** All dots, those that aren't selected underneath; drawn again only when they change. */
const Dots = memo(function Dots({ model, scatter }: { model: CompareModel; scatter: Scatter }) {
  const theme = useChartTheme();
  const { parallel } = model;
  const groups = useMemo(() => {
    const found = new Map<string, { selected: boolean; dots: Scatter['dots'][number][] }>();
    for (const dot of scatter.dots) {
      const shade = Math.round(runColour(parallel, dot.index) * SHADES) / SHADES;
      const colour = strokeOf(shade, dot.selected, theme);
      const group = found.get(colour) ?? { selected: dot.selected, dots: [] };
      group.dots.push(dot);
      found.set(colour, group);
    }
    return [...found].sort(([, a], [, b]) => Number(a.selected) - Number(b.selected));
  }, [parallel, scatter, theme]);
  return (
    <>
      {groups.map(([colour, { selected, dots }]) => (
        <path
          key={colour}
          d={dotsPath(dots)}
          className={classes.dots}
          data-selected={selected}
          data-count={dots.length}
          stroke={colour}
        />
      ))}
    </>
  );
});

function Front({ scatter }: { scatter: Scatter }) {
  const { front, dots } = scatter;
  if (front === null || front.length < 2) return null;
  const places = new Map(dots.map((dot) => [dot.index, dot]));
  const points = front.flatMap((index) => places.get(index) ?? []);
  return <path d={frontPath(points)} className={classes.frontLine} data-front={points.length} />;
}
