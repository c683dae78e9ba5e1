/** Where `g` followed by a letter goes. */
export const GO_TO: Partial<
  Record<string, '/' | '/batches' | '/experiments' | '/datasets' | '/settings'>
> = {
  h: '/',
  b: '/batches',
  r: '/experiments',
  d: '/datasets',
  s: '/settings',
};

/** Every shortcut, for the list; those of the comparison are handled there. */
export const SHORTCUTS = [
  {
    group: 'everywhere',
    keys: [
      { press: ['Ctrl', 'K'], does: 'search' },
      { press: ['/'], does: 'filter' },
      { press: ['g', 'h'], does: 'home' },
      { press: ['g', 'b'], does: 'batches' },
      { press: ['g', 'r'], does: 'runs' },
      { press: ['g', 'd'], does: 'datasets' },
      { press: ['g', 's'], does: 'settings' },
      { press: ['n'], does: 'newBatch' },
      { press: ['?'], does: 'list' },
    ],
  },
  {
    group: 'comparison',
    keys: [
      { press: ['↑', '↓'], does: 'row' },
      { press: ['Enter'], does: 'open' },
      { press: ['p'], does: 'pin' },
      { press: ['[', ']'], does: 'axis' },
      { press: ['Shift', '[', ']'], does: 'moveAxis' },
      { press: ['b'], does: 'range' },
      { press: ['Backspace'], does: 'clearRange' },
      { press: ['Esc'], does: 'close' },
    ],
  },
] as const;
