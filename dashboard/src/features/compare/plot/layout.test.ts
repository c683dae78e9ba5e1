import { describe, expect, it } from 'vitest';
import { axisX } from '@/charts/parcoordsGeometry';
import { CHARACTER, LONGEST_TICK } from '@/charts/xyGeometry';
import { tickLength } from './layout';

const geometry = (step: number, count: number) => ({
  width: 200 + step * (count - 1),
  height: 300,
  margin: { left: 100, right: 100, top: 50, bottom: 10 },
  count,
});

describe('labels of ticks', () => {
  it.each([84, 100, 140])('of inner axes end before the axis before them, %i px away', (step) => {
    const plot = geometry(step, 6);
    for (let index = 1; index < 5; index += 1) {
      const room = axisX(plot, index) - axisX(plot, index - 1);
      expect(tickLength(plot, index) * CHARACTER).toBeLessThan(room - 10);
    }
  });

  it('of outer axes have the margin, those far apart their whole length', () => {
    expect([0, 5].map((index) => tickLength(geometry(84, 6), index))).toEqual([
      LONGEST_TICK,
      LONGEST_TICK,
    ]);
    expect(tickLength(geometry(300, 3), 1)).toBe(LONGEST_TICK);
    expect(tickLength(geometry(0, 1), 0)).toBe(LONGEST_TICK);
  });
});
