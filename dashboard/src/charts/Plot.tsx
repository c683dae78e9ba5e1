import { useEffect, useRef, useState } from 'react';
import { useFormat } from '@/i18n/useFormat';
import { PlotHost, type Figure, type PlotHandlers } from './PlotHost';

/** On less there is nothing to see, and plotly puts its words at infinity. */
const LEAST_PX = 80;

interface PlotProps extends PlotHandlers {
  /** What to draw; a new object draws again. Built by a pure function of `traces/`. */
  figure: Figure;
  /** The chart in words, for those who can't see it. */
  label: string;
  className?: string;
}

/** A plotly chart that fills its element: loads plotly on demand, follows size changes, cleans up. */
export function Plot({ figure, label, className, ...handlers }: PlotProps) {
  const { language } = useFormat();
  const element = useRef<HTMLDivElement>(null);
  const host = useRef<PlotHost>(null);
  const latest = useRef(handlers);
  const [size, setSize] = useState<{ width: number; height: number } | null>(null);

  useEffect(() => {
    latest.current = handlers;
  });

  useEffect(() => {
    if (element.current === null) return;
    const watched = element.current;
    const observer = new ResizeObserver(() => {
      const { clientWidth: width, clientHeight: height } = watched;
      if (width >= LEAST_PX && height >= LEAST_PX) {
        setSize((old) => (old?.width === width && old.height === height ? old : { width, height }));
      }
    });
    observer.observe(watched);
    const relay: PlotHandlers = {
      onRestyle: (event) => latest.current.onRestyle?.(event),
      onClick: (event) => latest.current.onClick?.(event),
      onSelected: (event) => latest.current.onSelected?.(event),
      onDrawn: () => latest.current.onDrawn?.(),
      onFailure: (error) => latest.current.onFailure?.(error),
    };
    const chart = new PlotHost(watched, relay, language);
    host.current = chart;
    return () => {
      observer.disconnect();
      chart.dispose();
      host.current = null;
    };
  }, [language]);

  useEffect(() => {
    if (size === null) return;
    host.current?.update({ data: figure.data, layout: { ...size, ...figure.layout } });
  }, [figure, size, language]);

  return <div ref={element} role="img" aria-label={label} className={className} />;
}
