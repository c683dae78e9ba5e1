const circle = (x: number, y: number, r: number) =>
  `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`;

/** Outlines on a 24 x 24 grid. */
export const iconPaths = {
  home: ['M3 11l9-7 9 7v9H3z'],
  batch: ['M4 6h16M4 12h16M4 18h10'],
  runs: ['M3 17l5-6 4 4 8-10'],
  model: ['M12 3l8 4.5v9L12 21l-8-4.5v-9z', 'M12 12l8-4.5M12 12v9M12 12L4 7.5'],
  dataset: [
    'M4 6a8 3 0 1 0 16 0a8 3 0 1 0 -16 0',
    'M4 6v12a8 3 0 0 0 16 0V6',
    'M4 12a8 3 0 0 0 16 0',
  ],
  file: ['M5 4h9l5 5v11H5z', 'M14 4v5h5'],
  settings: [
    circle(12, 12, 3),
    'M12 3v3M12 18v3M3 12h3M18 12h3M5.6 5.6l2 2M16.4 16.4l2 2M18.4 5.6l-2 2M7.6 16.4l-2 2',
  ],
  search: [circle(11, 11, 6), 'M16 16l4 4'],
  check: ['M5 12.5l4.5 4.5L19 7.5'],
  x: ['M6 6l12 12M18 6L6 18'],
  ban: [circle(12, 12, 8), 'M6.5 6.5l11 11'],
  clock: [circle(12, 12, 8), 'M12 7.5V12l3 2'],
  spin: ['M12 4a8 8 0 1 0 8 8'],
  star: ['M12 3.5l2.6 5.4 5.9.8-4.3 4.1 1 5.9L12 16.9l-5.2 2.8 1-5.9L3.5 9.7l5.9-.8z'],
  more: [circle(6, 12, 1), circle(12, 12, 1), circle(18, 12, 1)],
  link: ['M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1'],
  download: ['M12 4v11M7 11l5 5 5-5M5 20h14'],
  upload: ['M12 16V5M7 9l5-5 5 5M5 20h14'],
  analyze: ['M5 4v16M12 4v16M19 4v16M5 15l7-8 7 6'],
  stop: [
    'M8.5 7h7a1.5 1.5 0 0 1 1.5 1.5v7a1.5 1.5 0 0 1-1.5 1.5h-7a1.5 1.5 0 0 1-1.5-1.5v-7a1.5 1.5 0 0 1 1.5-1.5',
  ],
  caret: ['M7 10l5 5 5-5'],
  right: ['M10 7l5 5-5 5'],
  left: ['M14 7l-5 5 5 5'],
  up: ['M12 20V5M6 11l6-6 6 6'],
  down: ['M12 4v15M6 13l6 6 6-6'],
  plus: ['M12 5v14M5 12h14'],
  minus: ['M5 12h14'],
  shield: ['M12 3l7 3v6c0 4.5-3 7.5-7 9-4-1.5-7-4.5-7-9V6z'],
  warn: ['M12 4l9 16H3z', 'M12 10v4M12 17v.5'],
  info: [circle(12, 12, 8), 'M12 11v5M12 8v.5'],
  redo: ['M19 8a8 8 0 1 0 1 6M20 4v5h-5'],
  swap: ['M7 4v15M3 15l4 4 4-4M17 20V5M13 9l4-4 4 4'],
  arrow: ['M4 12h15M13 6l6 6-6 6'],
  lock: [
    'M7 11h10a2 2 0 0 1 2 2v5a2 2 0 0 1-2 2H7a2 2 0 0 1-2-2v-5a2 2 0 0 1 2-2',
    'M8 11V8a4 4 0 0 1 8 0v3',
  ],
  copy: ['M11 9h7a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2h-7a2 2 0 0 1-2-2v-7a2 2 0 0 1 2-2', 'M5 15V4h11'],
  trash: ['M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13M10 11v5M14 11v5'],
  user: [circle(12, 8, 4), 'M4 20c1-4 4-6 8-6s7 2 8 6'],
  sun: [
    circle(12, 12, 4),
    'M12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.5 1.5M17.5 17.5L19 19M19 5l-1.5 1.5M6.5 17.5L5 19',
  ],
  moon: ['M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z'],
  monitor: ['M4 5h16v11H4zM9 20h6M12 16v4'],
  logout: ['M14 4H5v16h9M10 12h11M17 8l4 4-4 4'],
  pin: ['M9 4h6l-1 6 3 3H7l3-3zM12 13v7'],
  tag: ['M4 4h8l8 8-8 8-8-8z', circle(8.5, 8.5, 1)],
  filter: ['M4 5h16l-6 7v7l-4-2v-5z'],
  edit: ['M4 20l1-4L16 5l3 3L8 19z', 'M14 7l3 3'],
  eye: ['M2 12c3-5 6.5-7 10-7s7 2 10 7c-3 5-6.5 7-10 7s-7-2-10-7', circle(12, 12, 3)],
} as const satisfies Record<string, readonly [string, ...string[]]>;

export type IconName = keyof typeof iconPaths;
