import { useSyncExternalStore } from 'react';

const LOWEST = 290;
const HIGHEST = 460;

/** The share of the window that parallel coordinates take. */
export const PARALLEL_SHARE = 0.36;
/** The same of charts with two axes. */
export const XY_SHARE = 0.42;

/** A chart's height that leaves room for the table: a share of the window within bounds. */
export function usePlotHeight(share: number): number {
  const height = useSyncExternalStore(onResize, windowHeight);
  return Math.round(Math.min(HIGHEST, Math.max(LOWEST, height * share)));
}

function onResize(changed: () => void): () => void {
  window.addEventListener('resize', changed);
  return () => {
    window.removeEventListener('resize', changed);
  };
}

function windowHeight(): number {
  return window.innerHeight;
}
