import { unitAtX, xAt, yAt, type XyGeometry, type XyTick } from '@/charts/xyGeometry';
import { numericScale, unitOf, valueAt, type NumericScale } from '../numericScale';
import { numericTicks } from '../ticks';

/** [step, value]; null where the value was not a number. */
export type CurvePoint = readonly [number, number | null];

export interface CurveBand {
  steps: readonly number[];
  lower: readonly number[];
  median: readonly number[];
  upper: readonly number[];
}

export interface CurveAxes {
  x: NumericScale;
  y: NumericScale;
  xTicks: readonly XyTick[];
  yTicks: readonly XyTick[];
}

interface AxesOptions {
  curves: readonly (readonly CurvePoint[])[];
  band: CurveBand | null;
  log: boolean;
  step: (value: number) => string;
  measured: (value: number) => string;
}

const ZONE = { bottom: 0, top: 1 };
/** Room above and below the lines. */
const Y_ZONE = { bottom: 0.03, top: 0.97 };

/** Scales that hold every curve and the band; null without any value. */
export function curveAxes({ curves, band, log, step, measured }: AxesOptions): CurveAxes | null {
  const points = curves.flat();
  const steps = [...points.map(([at]) => at), ...(band?.steps ?? [])];
  const values = [
    ...points.flatMap(([, value]) => (value === null ? [] : [value])),
    ...(band === null ? [] : [...band.lower, ...band.upper]),
  ];
  if (values.length === 0) return null;
  const shared = { clip: null, flipped: false };
  // Logarithmic only where something can be drawn so.
  const kind = log && values.some((value) => value > 0) ? 'log' : 'linear';
  const x = numericScale({ ...shared, kind: 'linear', values: ends(steps), zone: ZONE });
  const y = numericScale({ ...shared, kind, values, zone: Y_ZONE });
  const whole = steps.every(Number.isInteger);
  return {
    x,
    y,
    xTicks: numericTicks(x, null, step).filter(({ at }) => !whole || isWhole(valueAt(x, at))),
    yTicks: numericTicks(y, null, measured),
  };
}

function isWhole(value: number): boolean {
  return Math.abs(value - Math.round(value)) < 1e-6;
}

function ends(values: readonly number[]): [number, number] {
  return [
    values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY),
    values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY),
  ];
}

export interface Spot {
  x: number;
  y: number;
  step: number;
  value: number;
}

/** Where the points of a curve are drawn; null is a gap. */
export function spots(
  points: readonly CurvePoint[],
  axes: CurveAxes,
  geometry: XyGeometry,
): (Spot | null)[] {
  return points.map(([step, value]) =>
    value === null
      ? null
      : {
          x: xAt(geometry, unitOf(axes.x, step)),
          y: yAt(geometry, unitOf(axes.y, value)),
          step,
          value,
        },
  );
}

/** A line through the spots, broken at gaps; a spot between two gaps is a dot of the stroke's width. */
export function spotsPath(line: readonly (Spot | null)[]): string {
  let path = '';
  line.forEach((spot, place) => {
    if (spot === null) return;
    const starts = (line[place - 1] ?? null) === null;
    const alone = starts && (line[place + 1] ?? null) === null;
    path += `${starts ? 'M' : 'L'}${spot.x.toFixed(1)} ${spot.y.toFixed(1)}${alone ? 'h0' : ''}`;
  });
  return path;
}

/** The area between two quartiles. */
export function bandPath(band: CurveBand, axes: CurveAxes, geometry: XyGeometry): string {
  const edge = (values: readonly number[]) =>
    spots(
      band.steps.map((step, place): CurvePoint => [step, values[place] ?? null]),
      axes,
      geometry,
    ).flatMap((spot) => (spot === null ? [] : [`${spot.x.toFixed(1)} ${spot.y.toFixed(1)}`]));
  const there = edge(band.upper);
  const back = edge(band.lower).reverse();
  return there.length === 0 ? '' : `M${[...there, ...back].join('L')}Z`;
}

/** The curve nearest to a point, and the spot on it, at most `reach` px away; else null. */
export function nearestCurve(
  lines: readonly { index: number; spots: readonly (Spot | null)[] }[],
  geometry: XyGeometry,
  point: { x: number; y: number },
  reach = 14,
): { index: number; spot: Spot } | null {
  const { margin, width } = geometry;
  if (point.x < margin.left - reach || point.x > width - margin.right + reach) return null;
  const x = xAt(geometry, unitAtX(geometry, point.x));
  let nearest: { index: number; spot: Spot } | null = null;
  let least = reach;
  for (const line of lines) {
    const found = distanceTo(line.spots, x, point.y);
    if (found !== null && found.distance < least) {
      least = found.distance;
      nearest = { index: line.index, spot: found.spot };
    }
  }
  return nearest;
}

/** Up and down to the line at `x`, and the spot of the line nearest to it. */
function distanceTo(line: readonly (Spot | null)[], x: number, y: number) {
  let found: { distance: number; spot: Spot } | null = null;
  for (let place = 0; place < line.length; place += 1) {
    const spot = line[place];
    if (spot === null || spot === undefined) continue;
    const next = line[place + 1] ?? null;
    const within = next !== null && spot.x <= x && x <= next.x;
    const share = within && next.x > spot.x ? (x - spot.x) / (next.x - spot.x) : 0;
    const at = within ? spot.y + share * (next.y - spot.y) : spot.y;
    const distance = Math.hypot(Math.abs(at - y), within ? 0 : Math.abs(spot.x - x));
    const closest = within && share > 0.5 ? next : spot;
    if (found === null || distance < found.distance) found = { distance, spot: closest };
  }
  return found;
}
