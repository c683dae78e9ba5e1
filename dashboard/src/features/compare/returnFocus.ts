const PATIENCE_MS = 2000;

/**
 * Gives the focus to the element that `selector` finds once the page it is on has been drawn, unless
 * the reader has meanwhile put it somewhere else.
 */
export function returnFocus(selector: string): void {
  const until = performance.now() + PATIENCE_MS;
  const look = () => {
    const target = document.querySelector<HTMLElement>(selector);
    const { activeElement } = document;
    const free =
      activeElement === null || activeElement === document.body || activeElement.tagName === 'H1';
    if (target !== null) {
      if (free) target.focus();
    } else if (performance.now() < until) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}
