import { useEffect } from 'react';

/**
 * Gives the focus back to what had it when this was shown, or, where that is gone (an item of a
 * menu, say), to the element that `fallback` selects.
 */
export function useReturnFocus(fallback: string): void {
  useEffect(() => {
    const before = document.activeElement;
    return () => {
      const lost = before === null || before === document.body || !before.isConnected;
      const target = lost ? document.querySelector(fallback) : before;
      if (target instanceof HTMLElement) target.focus({ preventScroll: true });
    };
  }, [fallback]);
}
