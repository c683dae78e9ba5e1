import { describe, expect, it } from 'vitest';
import type { XyGeometry } from '@/charts/xyGeometry';
import {
  bandPath,
  curveAxes,
  nearestCurve,
  spots,
  spotsPath,
  type CurvePoint,
} from './curveLayout';

const geometry: XyGeometry = {
  width: 1000, height: 400, margin: { left: 0, right: 0, top: 0, bottom: 0 },
}; // prettier-ignore
const texts = { step: String, measured: String };

function lay(curves: CurvePoint[][], log = false) {
  const axes = curveAxes({ curves, band: null, log, ...texts });
  if (axes === null) throw new Error('nothing to draw');
  return { axes, lines: curves.map((points) => spots(points, axes, geometry)) };
}

describe('learning curves', () => {
  it('share one scale, whatever their lengths', () => {
    const { lines } = lay([
      [[1, 4], [5, 0]],
      [[1, 4], [3, 2]],
    ]); // prettier-ignore
    expect(lines[0]?.map((spot) => spot?.x)).toEqual([0, 1000]);
    expect(lines[1]?.map((spot) => spot?.x)).toEqual([0, 500]);
    expect(lines[0]?.[0]?.y).toBe(lines[1]?.[0]?.y);
    expect(lines[1]?.[1]?.y).toBeCloseTo(200);
  });

  it('break at a value that is no number, and keep what stands alone', () => {
    const { lines } = lay([[[1, 1], [2, null], [3, 2], [4, null], [5, 1], [6, 1]]]); // prettier-ignore
    expect(
      spotsPath(lines[0] ?? [])
        .match(/[MLh]/g)
        ?.join(''),
    ).toBe('MhMhML');
  });

  it('are logarithmic where values allow it, with zero and below in a place of their own', () => {
    const { lines } = lay([[[1, 0.01], [2, 1], [3, 100], [4, 0]]], true); // prettier-ignore
    const ys = (lines[0] ?? []).map((spot) => spot?.y ?? 0);
    expect((ys[0] ?? 0) - (ys[1] ?? 0)).toBeCloseTo((ys[1] ?? 0) - (ys[2] ?? 0));
    expect(ys[3]).toBeGreaterThan(ys[0] ?? 0);
    const { axes } = lay([[[1, -1], [2, -2]]], true); // prettier-ignore
    expect(axes.y.kind).toBe('linear');
  });

  it('have ticks at whole steps only', () => {
    const { axes } = lay([[[1, 1], [3, 2]]]); // prettier-ignore
    expect(axes.xTicks.map(({ label }) => label)).toEqual(['1', '2', '3']);
  });

  it('need a value', () => {
    expect(curveAxes({ curves: [[[1, null]]], band: null, log: false, ...texts })).toBeNull();
  });

  it('make room for the band, which goes there along one quartile and back along the other', () => {
    const band = { steps: [1, 2], lower: [0, 0], median: [1, 1], upper: [8, 8] };
    const axes = curveAxes({ curves: [[[1, 1], [2, 1]]], band, log: false, ...texts }); // prettier-ignore
    if (axes === null) throw new Error('nothing to draw');
    const path = bandPath(band, axes, geometry);
    expect(path).toBe('M0.0 12.0L1000.0 12.0L1000.0 388.0L0.0 388.0Z');
  });
});

describe('the curve under the pointer', () => {
  const { lines } = lay([
    [[0, 0], [10, 10]],
    [[0, 10], [4, 10]],
  ]); // prettier-ignore
  const named = lines.map((line, index) => ({ index, spots: line }));

  it('is the nearest line, between its points too, with the closer point', () => {
    expect(nearestCurve(named, geometry, { x: 500, y: 200 })).toMatchObject({ index: 0 });
    expect(nearestCurve(named, geometry, { x: 700, y: 125 })?.spot).toMatchObject({ step: 10 });
    expect(nearestCurve(named, geometry, { x: 300, y: 14 })).toMatchObject({
      index: 1,
      spot: { step: 4 },
    });
  });

  it('is none beyond the end of a shorter one, or far from all', () => {
    expect(nearestCurve(named, geometry, { x: 700, y: 14 })).toBeNull();
    expect(nearestCurve(named, geometry, { x: 200, y: 200 })).toBeNull();
  });
});
