import { useEffect, useRef, useState } from 'react';
import { PlotHost } from './PlotHost';
import type { ParcoordsGeometry } from './parcoordsGeometry';
import type { ChartTheme } from './theme';
import {
  brushesOf,
  parcoordsFigure,
  type ParcoordsLines,
  type UnitRange,
} from './traces/parcoords';
import './parcoords.css';

type Ranges = readonly (readonly UnitRange[] | null)[];

interface ParallelCoordinatesProps {
  /** A new object draws again. */
  lines: ParcoordsLines;
  /** Brushed intervals per axis; only what differs from what is drawn causes a drawing. */
  ranges: Ranges;
  multiple: readonly boolean[];
  geometry: ParcoordsGeometry;
  theme: ChartTheme;
  /** The user drew or removed a brush; no intervals means it was removed. */
  onBrush: (axis: number, ranges: UnitRange[]) => void;
  onDrawn: () => void;
  onFailure: (error: unknown) => void;
}

/** plotly's lines and brushes without its axes. Callers draw axes over it with the same geometry. */
export function ParallelCoordinates(props: ParallelCoordinatesProps) {
  const { lines, ranges, multiple, geometry, theme } = props;
  const element = useRef<HTMLDivElement>(null);
  const host = useRef<PlotHost>(null);
  const latest = useRef(props);
  const shown = useRef<{ key: unknown[]; ranges: (readonly UnitRange[] | null)[] }>(null);

  useEffect(() => {
    latest.current = props;
  });

  useEffect(() => {
    if (element.current === null) return;
    const chart = new PlotHost(element.current, {
      onDrawn: () => {
        latest.current.onDrawn();
      },
      onFailure: (error) => {
        latest.current.onFailure(error);
      },
      onRestyle: (event) => {
        for (const [axis, drawn] of brushesOf(event)) {
          if (shown.current !== null) shown.current.ranges[axis] = drawn.length > 0 ? drawn : null;
          latest.current.onBrush(axis, drawn);
        }
      },
    });
    host.current = chart;
    return () => {
      chart.dispose();
      host.current = null;
      shown.current = null;
    };
  }, []);

  const { pressed, press } = usePress();

  useEffect(() => {
    if (pressed) return; // Drawing now would take the brush from under the pointer.
    const key = [lines, geometry, theme];
    const before = shown.current;
    if (
      before?.key.every((part, index) => part === key[index]) &&
      sameRanges(before.ranges, ranges)
    ) {
      return; // A brush the user drew is already on screen; drawing 1,000 lines again would lag.
    }
    shown.current = { key, ranges: [...ranges] };
    host.current?.update(parcoordsFigure({ lines, ranges, multiple, geometry, theme }));
  }, [pressed, lines, ranges, multiple, geometry, theme]);

  const { width, height } = geometry;
  return <div ref={element} style={{ width, height }} onPointerDownCapture={press} aria-hidden />;
}

/** plotly ends a drag on `mouseup`, which comes after `pointerup`. */
const RELEASE_MS = 50;

/** Whether a button or finger is down that went down on the chart. */
function usePress() {
  const [pressed, setPressed] = useState(false);
  useEffect(() => {
    if (!pressed) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const release = () => {
      timer = setTimeout(() => {
        setPressed(false);
      }, RELEASE_MS);
    };
    window.addEventListener('pointerup', release);
    window.addEventListener('pointercancel', release);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('pointerup', release);
      window.removeEventListener('pointercancel', release);
    };
  }, [pressed]);
  const press = () => {
    setPressed(true);
  };
  return { pressed, press };
}

function sameRanges(a: Ranges, b: Ranges): boolean {
  return a.length === b.length && a.every((ranges, axis) => flat(ranges) === flat(b[axis] ?? null));
}

function flat(ranges: readonly UnitRange[] | null): string {
  return ranges === null ? '' : ranges.join(';');
}
