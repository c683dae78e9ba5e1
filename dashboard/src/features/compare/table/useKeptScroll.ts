import { useLayoutEffect, useRef, type RefObject } from 'react';
import type { TableItem } from './items';

/**
 * Keeps the topmost visible row where it is when live updates put rows above it. At the very top
 * nothing is kept: there the reader wants to see what comes.
 */
export function useKeptScroll(
  scroller: RefObject<HTMLDivElement | null>,
  items: readonly TableItem[],
  rowHeight: number,
): void {
  const before = useRef(items);
  useLayoutEffect(() => {
    const old = before.current;
    before.current = items;
    const element = scroller.current;
    if (element === null || old === items || element.scrollTop < rowHeight) return;
    const top = Math.floor(element.scrollTop / rowHeight);
    const anchor = old[top]?.key;
    const place = items.findIndex(({ key }) => key === anchor);
    if (anchor !== undefined && place >= 0) element.scrollBy({ top: (place - top) * rowHeight });
  }, [scroller, items, rowHeight]);
}
