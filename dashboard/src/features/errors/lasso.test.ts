import { describe, expect, it } from 'vitest';
import { NO_FILTER, selectPoints, validView, type ErrorView } from './filter';
import { makeAnalysis, makeClasses } from './fixtures';
import { lassoOf, lassoText, MAX_CORNERS, parseLasso, type Lasso } from './lasso';
import { pointsOf } from './points';

const points = pointsOf(makeAnalysis());
const view = (lasso: Lasso | null): ErrorView => ({ by: null, ...NO_FILTER, lasso });
const rowsOf = (mask: boolean[] | null) => points.index.filter((_, at) => mask?.[at] ?? true);

// An L around the points (actual, predicted) (22, 20), (19, 20), (31, 30), without (34, 30).
const bent = lassoOf('actual', [18, 23, 23, 32, 32, 18], [18, 18, 29, 29, 31, 31]);

describe('a lasso', () => {
  it('keeps what is inside its outline, not what is inside its box', () => {
    expect(rowsOf(selectPoints(points, view(bent)))).toEqual([101, 102, 104]);
  });

  it('looks at the axes of the plot it was drawn in', () => {
    const high = lassoOf('residual', [0, 50, 50, 0], [3, 3, 7, 7]);
    expect(rowsOf(selectPoints(points, view(high)))).toEqual([103, 105]);
  });

  it('never holds a point without a value', () => {
    const { actual_vs_predicted: some } = makeAnalysis();
    const holed = pointsOf(
      makeAnalysis({ actual_vs_predicted: { ...some, predicted: [10, null, 20, 30, 30, 40] } }),
    );
    const all = lassoOf('actual', [-99, 99, 99, -99], [-99, -99, 99, 99]);
    expect(selectPoints(holed, view(all))).toEqual([true, false, true, true, true, true]);
  });

  it('is the same after a way through the address', () => {
    const drawn = lassoOf('residual', [-1.5, 2e-7, 123456.7], [0, -3, 4]);
    expect(drawn?.corners).toEqual([[-1.5, 0], [2e-7, -3], [123460, 4]]); // prettier-ignore
    expect(drawn && parseLasso(lassoText(drawn))).toEqual(drawn);
  });

  it('of a slow hand has fewer corners and the same area', () => {
    const turn = Array.from({ length: 400 }, (_, at) => (at / 400) * 2 * Math.PI);
    const circle = lassoOf('actual', turn.map(Math.cos), turn.map(Math.sin));
    expect(circle?.corners).toHaveLength(MAX_CORNERS);
    const second = circle?.corners[MAX_CORNERS / 4];
    expect(second?.[0]).toBeCloseTo(0, 9);
    expect(second?.[1]).toBeCloseTo(1, 9);
  });

  it('that can’t be one is none', () => {
    expect(lassoOf('actual', [1, 2], [1, 2])).toBeNull();
    for (const text of ['', 'actual', 'actual:', 'other:1_2_3_4_5_6', 'actual:1_2_3_4_5']) {
      expect(parseLasso(text)).toBeNull();
    }
    expect(parseLasso('actual:1_2_3_4_x_6')).toBeNull();
    expect(parseLasso('actual:1_2_3_4__6')).toBeNull();
    expect(parseLasso(`actual:${'1_2_'.repeat(MAX_CORNERS)}3_4`)).toBeNull();
  });

  it('is not for classes, which have no such plots', () => {
    expect(validView(view(bent), pointsOf(makeClasses())).lasso).toBeNull();
  });
});
