import { describe, expect, it, vi } from 'vitest';
import { setSingleKeys } from '@/components/singleKeys';
import { handleCompareKey } from './compareKeys';

const actions = () => ({
  onClose: vi.fn(), onRow: vi.fn(), onOpen: vi.fn(), onPin: vi.fn(), onAxis: vi.fn(),
  onMoveAxis: vi.fn(), onRange: vi.fn(), onClearRange: vi.fn(), onRegister: vi.fn(),
}); // prettier-ignore

function press(key: string, html: string, options: KeyboardEventInit = {}) {
  document.body.innerHTML = `<div id="dialog">${html}</div><div id="elsewhere"><b id="out"></b></div>`;
  const dialog = document.querySelector('#dialog');
  const target = document.querySelector('[data-target], #dialog') ?? document.body;
  const called = actions();
  target.addEventListener('keydown', (event) => {
    handleCompareKey(event as KeyboardEvent, dialog, called);
  });
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...options });
  (document.querySelector('[data-target]') ?? target).dispatchEvent(event);
  return { called, prevented: event.defaultPrevented };
}

const row = '<table data-target></table>';

describe('keys of the comparison', () => {
  it.each([
    ['ArrowDown', 'onRow', 1],
    ['ArrowUp', 'onRow', -1],
    [']', 'onAxis', 1],
    ['[', 'onAxis', -1],
    ['}', 'onMoveAxis', 1],
    ['{', 'onMoveAxis', -1],
  ] as const)('%s calls %s', (key, name, by) => {
    const { called, prevented } = press(key, row);
    expect(called[name]).toHaveBeenCalledWith(by);
    expect(prevented).toBe(true);
  });

  it.each([
    ['Enter', 'onOpen'],
    ['p', 'onPin'],
    ['r', 'onRegister'],
    ['b', 'onRange'],
    ['Backspace', 'onClearRange'],
    ['Escape', 'onClose'],
  ] as const)('%s calls %s', (key, name) => {
    expect(press(key, row).called[name]).toHaveBeenCalledOnce();
  });

  it('moves an axis with Shift where the layout keeps the bracket, and accepts AltGr', () => {
    expect(press(']', row, { shiftKey: true }).called.onMoveAxis).toHaveBeenCalledWith(1);
    expect(press('[', row, { ctrlKey: true, altKey: true }).called.onAxis).toHaveBeenCalledWith(-1);
  });

  it('lets people type, press buttons and use the browser', () => {
    expect(press('p', '<input data-target>').called.onPin).not.toHaveBeenCalled();
    expect(press('Enter', '<button data-target></button>').called.onOpen).not.toHaveBeenCalled();
    expect(press('p', row, { ctrlKey: true }).called.onPin).not.toHaveBeenCalled();
  });

  it('rests single keys where they are turned off, but no others', () => {
    setSingleKeys(false);
    expect(press('p', row).called.onPin).not.toHaveBeenCalled();
    expect(press(']', row).called.onAxis).not.toHaveBeenCalled();
    expect(press('ArrowDown', row).called.onRow).toHaveBeenCalledWith(1);
  });

  it('leaves Esc to an open menu, and all keys to what lies outside', () => {
    expect(
      press('Escape', '<button data-target aria-expanded="true"></button>').called.onClose,
    ).not.toHaveBeenCalled();
    document.body.innerHTML = '<div id="dialog"></div><b id="out"></b>';
    const called = actions();
    const out = document.querySelector('#out');
    out?.addEventListener('keydown', (event) => {
      handleCompareKey(event as KeyboardEvent, document.querySelector('#dialog'), called);
    });
    out?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }));
    expect(called.onClose).not.toHaveBeenCalled();
  });

  it('leaves a key that nothing has the focus for to a dialog above', () => {
    document.body.innerHTML =
      '<div id="dialog" role="dialog"></div><div id="above" role="dialog"></div>';
    const called = actions();
    const pressEscape = () => {
      const event = new KeyboardEvent('keydown', { key: 'Escape' });
      Object.defineProperty(event, 'target', { value: document.body });
      handleCompareKey(event, document.querySelector('#dialog'), called);
    };
    pressEscape();
    expect(called.onClose).not.toHaveBeenCalled();
    document.querySelector('#above')?.remove();
    pressEscape();
    expect(called.onClose).toHaveBeenCalledOnce();
  });
});
