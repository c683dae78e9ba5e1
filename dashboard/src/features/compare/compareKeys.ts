import type { KeyboardEvent } from 'react';

export interface CompareKeyActions {
  onClose: () => void;
  /** Next (1) or previous (-1) row. */
  onRow: (by: -1 | 1) => void;
  onOpen: () => void;
  onPin: () => void;
  onAxis: (by: -1 | 1) => void;
  onMoveAxis: (by: -1 | 1) => void;
  onRange: () => void;
  onClearRange: () => void;
}

/** Keys of the comparison. Single letters rest while something is typed or a menu is open. */
export function handleCompareKey(event: KeyboardEvent<HTMLElement>, actions: CompareKeyActions): void {
  const { target, currentTarget } = event;
  // React also reports keys of menus and dialogs that are drawn elsewhere in the document.
  if (!(target instanceof Element) || !currentTarget.contains(target)) return;
  if (event.defaultPrevented || event.ctrlKey || event.metaKey) return;
  if (target.closest('[aria-expanded="true"]') !== null) return;
  const run = event.key === 'Escape' ? actions.onClose : commandOf(event, target, actions);
  if (run === null) return;
  event.preventDefault();
  run();
}

function commandOf(event: KeyboardEvent, target: Element, actions: CompareKeyActions): (() => void) | null {
  if (target.closest('input:not([type="checkbox"]), textarea, [role="radiogroup"]') !== null) return null;
  switch (event.key) {
    case 'ArrowDown':
      return () => { actions.onRow(1); };
    case 'ArrowUp':
      return () => { actions.onRow(-1); };
    case 'Enter':
      return target.closest('button, a') === null ? actions.onOpen : null;
    case 'p':
      return actions.onPin;
    case 'b':
      return actions.onRange;
    case 'Backspace':
      return actions.onClearRange;
    default:
      return bracketOf(event, actions);
  }
}

/** With Shift the brackets are braces on some keyboards, and other keys altogether on others. */
function bracketOf({ key, shiftKey }: KeyboardEvent, actions: CompareKeyActions): (() => void) | null {
  const by = '[{'.includes(key) ? -1 : ']}'.includes(key) ? 1 : null;
  if (by === null) return null;
  const move = shiftKey || '{}'.includes(key);
  return () => { (move ? actions.onMoveAxis : actions.onAxis)(by); };
}
