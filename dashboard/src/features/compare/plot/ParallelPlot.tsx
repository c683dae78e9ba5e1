import { useElementSize } from '@mantine/hooks';
import { useMemo, useState, type MouseEvent, type PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { axisX, nearestLine, type ParcoordsGeometry } from '@/charts/parcoordsGeometry';
import { ParallelCoordinates } from '@/charts/ParallelCoordinates';
import { useChartTheme } from '@/charts/theme';
import { lineColours, type Parallel } from '../toParallel';
import type { Brush, ViewState } from '../types';
import { AxisHeaders } from './AxisHeaders';
import type { AxisActions } from './AxisHeader';
import { AxisLines, AxisTicks } from './AxisLayer';
import { Highlights, type Marks } from './Highlights';
import { plotGeometry } from './layout';
import { SvgLines } from './SvgLines';
import { useBrushRanges } from './useBrushRanges';
import classes from './plot.module.css';

interface ParallelPlotProps {
  parallel: Parallel;
  brushed: readonly boolean[];
  brushes: ViewState['brushes'];
  marks: Marks;
  height: number;
  activeAxis: string | null;
  valueOf: (index: number) => string;
  /** What the plot shows, in words. */
  summary: string;
  actions: AxisActions;
  onBrush: (name: string, brush: Brush | null) => void;
  onActiveAxis: (name: string) => void;
  onHover: (index: number | null) => void;
  onSelect: (index: number) => void;
  onOpen: (index: number) => void;
  /** Without it fewer lines are drawn, as SVG. */
  webGl: boolean;
  /** WebGL gave up. */
  onFallback: () => void;
}

/** plotly's lines and brushes with our axes, ticks, headers and highlighted runs over them. */
export function ParallelPlot(props: ParallelPlotProps) {
  const { parallel, brushes, height, webGl, onBrush } = props;
  const { ref, width } = useElementSize();
  const theme = useChartTheme();
  const { axes } = parallel;
  const geometry = useMemo(() => plotGeometry(axes, width, height), [axes, width, height]);
  const lines = useMemo(
    () => ({
      axes: axes.map(({ units }) => parallel.drawn.map((index) => units[index] ?? 0)),
      colours: lineColours(parallel),
    }),
    [axes, parallel],
  );
  const { ranges, multiple, receive } = useBrushRanges(axes, brushes, onBrush);
  const [drawn, setDrawn] = useState(false);
  const pointing = usePointing(props, geometry);
  const shared = { parallel, geometry, theme };
  return (
    <div
      ref={ref}
      className={classes.scroll}
      style={{ height }}
      data-testid="parcoords"
      data-drawn={drawn || !webGl}
      data-lines={parallel.drawn.length}
    >
      {width > 0 && (
        <div className={classes.canvas} style={{ width: geometry.width, height }} {...pointing}>
          <AxisLines axes={axes} geometry={geometry} />
          {webGl ? (
            <ParallelCoordinates
              {...shared}
              lines={lines}
              ranges={ranges}
              multiple={multiple}
              onBrush={receive}
              onFailure={props.onFallback}
              onDrawn={() => {
                setDrawn(true);
              }}
            />
          ) : (
            <SvgLines {...shared} brushed={props.brushed} />
          )}
          <Overlay {...props} geometry={geometry} />
          <AxisHeaders {...props} geometry={geometry} />
          {webGl && !drawn && <Waiting />}
        </div>
      )}
    </div>
  );
}

type Placed = ParallelPlotProps & { geometry: ParcoordsGeometry };

function Overlay({ geometry, summary, ...props }: Placed) {
  const { parallel, marks } = props;
  return (
    <svg
      className={classes.layer}
      width={geometry.width}
      height={geometry.height}
      role="img"
      aria-label={summary}
      data-testid="parcoords-overlay"
    >
      <Highlights parallel={parallel} geometry={geometry} marks={marks} valueOf={props.valueOf} />
      <AxisTicks axes={parallel.axes} geometry={geometry} />
    </svg>
  );
}

function Waiting() {
  const { t } = useTranslation('compare');
  return (
    <div className={classes.waiting} role="status">
      <span>{t('plot.drawing')}</span>
    </div>
  );
}

/** A click this near to an axis is about its brush. */
const AXIS_REACH = 10;

/** The run nearest to the pointer is looked at; a click pins it, a double click opens it. */
function usePointing(props: ParallelPlotProps, geometry: ParcoordsGeometry) {
  const { parallel, brushed } = props;
  const selected = useMemo(
    () => parallel.drawn.filter((index) => brushed[index]),
    [parallel, brushed],
  );
  const place = (event: MouseEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const find = (point: { x: number; y: number }) =>
    nearestLine(geometry, selected, (line, axis) => parallel.axes[axis]?.units[line] ?? 0, point);
  const onLine = (event: MouseEvent<HTMLElement>, act: (index: number) => void) => {
    const point = place(event);
    const onAxis = parallel.axes.some(
      (_, index) => Math.abs(axisX(geometry, index) - point.x) < AXIS_REACH,
    );
    const found = onAxis || point.y < geometry.margin.top ? null : find(point);
    if (found !== null) act(found);
  };
  return {
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      // A pressed button draws a brush.
      if (event.buttons === 0) props.onHover(find(place(event)));
    },
    onPointerLeave: () => {
      props.onHover(null);
    },
    onClick: (event: MouseEvent<HTMLElement>) => {
      onLine(event, props.onSelect);
    },
    onDoubleClick: (event: MouseEvent<HTMLElement>) => {
      onLine(event, props.onOpen);
    },
  };
}
