/** Cividis, readable with every kind of colour vision, as [place, red, green, blue]. */
const CIVIDIS: readonly (readonly [number, number, number])[] = [
  [0, 32, 76], [0, 42, 102], [0, 52, 110], [39, 63, 108], [60, 74, 107], [76, 85, 107],
  [91, 95, 109], [104, 106, 112], [117, 117, 117], [131, 129, 120], [146, 140, 120], [161, 152, 118],
  [176, 165, 114], [192, 177, 109], [209, 191, 102], [225, 204, 92], [243, 219, 79], [255, 233, 69],
]; // prettier-ignore

export type Scheme = 'light' | 'dark';

function cividis(place: number): string {
  const at = Math.min(1, Math.max(0, place)) * (CIVIDIS.length - 1);
  const low = CIVIDIS[Math.floor(at)] ?? [0, 0, 0];
  const high = CIVIDIS[Math.ceil(at)] ?? low;
  const mixed = low.map(
    (channel, index) => channel + (at % 1) * ((high[index] ?? channel) - channel),
  );
  return `rgb(${mixed.map(Math.round).join(',')})`;
}

/**
 * The colour of 0 (worst) to 1 (best). The end of cividis that vanishes on the ground is cut off,
 * and the best always has most contrast: dark blue on white, yellow on black.
 */
export function sequential(scheme: Scheme, share: number): string {
  return scheme === 'light' ? cividis(0.85 * (1 - share)) : cividis(0.15 + 0.85 * share);
}

const STEPS = 12;

/** The same as plotly's list of [place, colour], from `from` to 1. */
export function sequentialStops(scheme: Scheme, from = 0): [number, string][] {
  return Array.from({ length: STEPS + 1 }, (_, step) => {
    const share = step / STEPS;
    return [from + share * (1 - from), sequential(scheme, share)];
  });
}

/** As a CSS gradient, worst to best or the other way round. */
export function sequentialGradient(scheme: Scheme, bestFirst = true): string {
  const colours = sequentialStops(scheme).map(([, colour]) => colour);
  return `linear-gradient(90deg, ${(bestFirst ? colours.reverse() : colours).join(', ')})`;
}
