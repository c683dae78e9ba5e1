/** Where `g` followed by a letter goes. */
export const GO_TO: Partial<
  Record<string, '/' | '/batches' | '/experiments' | '/models' | '/datasets' | '/settings'>
> = {
  h: '/',
  b: '/batches',
  r: '/experiments',
  m: '/models',
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
      { press: ['g', 'm'], does: 'models' },
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
      { press: ['r'], does: 'register' },
      { press: ['Esc'], does: 'close' },
    ],
  },
] as const;
