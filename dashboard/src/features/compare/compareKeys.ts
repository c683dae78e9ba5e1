import { singleKeysEnabled } from '@/components/singleKeys';

export interface CompareKeyActions {
  onClose: () => void;
  /** Next (1) or previous (-1) row. */
  onRow: (by: -1 | 1) => void;
  onOpen: () => void;
  onPin: () => void;
  /** Keeps the model of the row's run, or of the best one. */
  onRegister: () => void;
  onAxis: (by: -1 | 1) => void;
  onMoveAxis: (by: -1 | 1) => void;
  onRange: () => void;
  onClearRange: () => void;
}

/** Closing always works; the rest once there is something to act on. */
export type CompareKeys = Partial<CompareKeyActions> & Pick<CompareKeyActions, 'onClose'>;

/**
 * Handles the keys of the comparison in `dialog`, also when nothing has the focus (the button that
 * had it may be gone). Single letters rest while something is typed or a menu is open. Listen in the
 * capture phase: a menu that Esc closes must still be open when it is looked for here.
 */
export function handleCompareKey(
  event: KeyboardEvent,
  dialog: Element | null,
  actions: CompareKeys,
): void {
  const { target } = event;
  if (!(target instanceof Element) || event.metaKey) return;
  // AltGr, which types brackets on many keyboards, is reported as Ctrl and Alt together.
  if (event.ctrlKey !== event.altKey) return;
  if (dialog === null || !(dialog.contains(target) || isNobodys(target, dialog))) return;
  if (target.closest('[aria-expanded="true"]') !== null) return;
  const run = event.key === 'Escape' ? actions.onClose : commandOf(event, target, actions);
  if (run === null) return;
  event.preventDefault();
  run();
}

/** Whether nothing has the focus, and no other dialog is open above, whose key it would be. */
function isNobodys(target: Element, dialog: Element): boolean {
  const onTop = [...document.querySelectorAll('[role="dialog"]')].at(-1) ?? dialog;
  return target === document.body && (onTop === dialog || dialog.contains(onTop));
}

function commandOf(
  event: KeyboardEvent,
  target: Element,
  actions: CompareKeys,
): (() => void) | null {
  if (target.closest('input:not([type="checkbox"]), textarea, [role="radiogroup"]') !== null)
    return null;
  switch (event.key) {
    case 'ArrowDown':
      return () => actions.onRow?.(1);
    case 'ArrowUp':
      return () => actions.onRow?.(-1);
    case 'Enter':
      return target.closest('button, a') === null ? (actions.onOpen ?? null) : null;
    case 'Backspace':
      return actions.onClearRange ?? null;
    default:
      return singleKeysEnabled() ? characterOf(event, actions) : null;
  }
}

function characterOf(event: KeyboardEvent, actions: CompareKeys): (() => void) | null {
  if (event.key === 'p') return actions.onPin ?? null;
  if (event.key === 'r') return actions.onRegister ?? null;
  if (event.key === 'b') return actions.onRange ?? null;
  return bracketOf(event, actions);
}

/** With Shift the brackets are braces on some keyboards, and other keys altogether on others. */
function bracketOf({ key, shiftKey }: KeyboardEvent, actions: CompareKeys): (() => void) | null {
  const by = '[{'.includes(key) ? -1 : ']}'.includes(key) ? 1 : null;
  if (by === null) return null;
  const move = shiftKey || '{}'.includes(key);
  return () => (move ? actions.onMoveAxis : actions.onAxis)?.(by);
}
