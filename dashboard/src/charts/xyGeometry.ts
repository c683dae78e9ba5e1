/** Where a chart with two axes puts things, in px from its top left corner. */
export interface XyGeometry {
  width: number;
  height: number;
  margin: { left: number; right: number; top: number; bottom: number };
}

/** A tick of an axis: its position (0 left or bottom, 1 right or top) and what it says. */
export interface XyTick {
  at: number;
  label: string;
}

/** x of a position on the horizontal axis. */
export function xAt({ width, margin }: XyGeometry, unit: number): number {
  return margin.left + unit * (width - margin.left - margin.right);
}

/** y of a position on the vertical axis. */
export function yAt({ height, margin }: XyGeometry, unit: number): number {
  return height - margin.bottom - unit * (height - margin.top - margin.bottom);
}

/** The inverse of `xAt`, kept within the axis. */
export function unitAtX({ width, margin }: XyGeometry, x: number): number {
  return inside((x - margin.left) / (width - margin.left - margin.right));
}

/** The inverse of `yAt`, kept within the axis. */
export function unitAtY({ height, margin }: XyGeometry, y: number): number {
  return inside((height - margin.bottom - y) / (height - margin.top - margin.bottom));
}

function inside(unit: number): number {
  return Math.min(1, Math.max(0, unit));
}

/** About the width of a character of a tick label, in px. */
export const CHARACTER = 6.4;
export const LONGEST_TICK = 16;

export function shortTick(label: string, longest = LONGEST_TICK): string {
  return label.length <= longest ? label : `${label.slice(0, Math.max(1, longest - 1))}…`;
}

/** Width of the longest tick label, in px. */
export function tickWidth(ticks: readonly XyTick[]): number {
  const longest = Math.max(0, ...ticks.map(({ label }) => label.length));
  return Math.ceil(Math.min(longest, LONGEST_TICK) * CHARACTER);
}

/** How many characters the label of each tick on a horizontal axis has room for; 0 where it has none. */
export function tickRoom(ticks: readonly XyTick[], geometry: XyGeometry): number[] {
  const places = ticks.map(({ at }) => xAt(geometry, at));
  return ticks.map(({ at }) => {
    const own = xAt(geometry, at);
    const gaps = places.filter((place) => place !== own).map((place) => Math.abs(place - own));
    const room = Math.floor((Math.min(...gaps, geometry.width) - 6) / CHARACTER);
    return Math.max(0, Math.min(LONGEST_TICK, room));
  });
}
