import { describe, expect, it } from 'vitest';
import { tickRoom, unitAtX, unitAtY, xAt, yAt, type XyGeometry } from './xyGeometry';

const geometry: XyGeometry = {
  width: 500, height: 300, margin: { left: 60, right: 40, top: 20, bottom: 30 },
}; // prettier-ignore

describe('the place of a position', () => {
  it('rises to the right and to the top', () => {
    expect([xAt(geometry, 0), xAt(geometry, 1)]).toEqual([60, 460]);
    expect([yAt(geometry, 0), yAt(geometry, 1)]).toEqual([270, 20]);
  });

  it('is found again, and stays on the axis beyond its ends', () => {
    expect(unitAtX(geometry, xAt(geometry, 0.3))).toBeCloseTo(0.3);
    expect(unitAtY(geometry, yAt(geometry, 0.7))).toBeCloseTo(0.7);
    expect([unitAtX(geometry, -50), unitAtX(geometry, 5000)]).toEqual([0, 1]);
    expect([unitAtY(geometry, -50), unitAtY(geometry, 5000)]).toEqual([1, 0]);
  });
});

it('gives close ticks less room than lone ones', () => {
  const room = tickRoom(
    [
      { at: 0, label: 'a' },
      { at: 0.1, label: 'b' },
      { at: 1, label: 'c' },
    ],
    geometry,
  );
  expect(room[0]).toBe(5);
  expect(room[2]).toBe(16);
});
