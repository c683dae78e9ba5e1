import { describe, expect, it } from 'vitest';
import {
  filtersOf,
  NO_FILTER,
  selectPoints,
  toggleResidual,
  toggleSegment,
  validView,
  type ErrorView,
} from './filter';
import { makeAnalysis, makeClasses, makeForecast } from './fixtures';
import { HORIZON, pointsOf, segmentsOf } from './points';
import { errorsSearch, viewFromSearch, viewToSearch } from './search';
import { worstClassRows, worstRows } from './worst';

const view = (fields: Partial<ErrorView> = {}): ErrorView => ({
  by: null,
  ...NO_FILTER,
  ...fields,
});
const points = pointsOf(makeAnalysis());
const rowsOf = (mask: boolean[] | null) => points.index.filter((_, at) => mask?.[at] ?? true);

describe('filters', () => {
  it('are none at first, which lets every point pass', () => {
    expect(selectPoints(points, view())).toBeNull();
    expect(filtersOf(view({ by: 'kind' }))).toEqual([]);
  });

  it('let pass what is in a segment, in a range with both ends, in a box', () => {
    expect(rowsOf(selectPoints(points, view({ segment: { column: 'kind', place: 1 } })))).toEqual([
      101, 103, 105,
    ]);
    expect(rowsOf(selectPoints(points, view({ residual: { low: 1, high: 4 } })))).toEqual([
      100, 101, 103, 104,
    ]);
    const box = view({ actual: { low: 20, high: null }, predicted: { low: null, high: 30 } });
    expect(rowsOf(selectPoints(points, box))).toEqual([101, 103, 104]);
  });

  it('add up, and a chart leaves its own out', () => {
    const both = view({ segment: { column: 'kind', place: 1 }, residual: { low: 3, high: null } });
    expect(rowsOf(selectPoints(points, both))).toEqual([103, 105]);
    expect(rowsOf(selectPoints(points, both, 'residual'))).toEqual([101, 103, 105]);
    expect(rowsOf(selectPoints(points, both, 'segment'))).toEqual([103, 105]);
  });

  it('never let a missing value pass a range', () => {
    const { actual_vs_predicted: some } = makeAnalysis();
    const holed = makeAnalysis({
      actual_vs_predicted: { ...some, predicted: [null, 20, 20, 30, 30, 40] },
    });
    const mask = selectPoints(pointsOf(holed), view({ residual: { low: null, high: 100 } }));
    expect(mask).toEqual([false, true, true, true, true, true]);
  });

  it('choose cells of the confusion matrix', () => {
    const classes = pointsOf(makeClasses());
    const mask = selectPoints(classes, view({ cell: { actual: 0, predicted: 1 } }));
    expect(mask).toEqual([false, true, false, false]);
  });

  it('are taken away by the same choice again', () => {
    const once = toggleSegment(view(), 'kind', 1);
    expect(toggleSegment(once, 'kind', 1).segment).toBeNull();
    expect(toggleSegment(once, 'kind', 0).segment).toEqual({ column: 'kind', place: 0 });
    const range = { low: 0, high: 2 };
    expect(toggleResidual(toggleResidual(view(), range), range).residual).toBeNull();
  });

  it('of an old link that name nothing here are dropped', () => {
    const old = view({
      by: 'gone',
      segment: { column: 'kind', place: 9 },
      cell: { actual: 0, predicted: 0 },
    });
    expect(validView(old, points)).toEqual(view());
    const ofClasses = view({ residual: { low: 1, high: 2 }, cell: { actual: 0, predicted: 1 } });
    expect(validView(ofClasses, pointsOf(makeClasses())).residual).toBeNull();
  });
});

describe('the address', () => {
  it('holds every filter and gives it back', () => {
    const all = view({
      by: 'day',
      segment: { column: 'a:b', place: 3 },
      residual: { low: -1.5, high: 2e-7 },
      actual: { low: null, high: 3 },
      predicted: { low: 0, high: null },
      cell: { actual: 1, predicted: 0 },
    });
    const search = viewToSearch(all);
    expect(search).toEqual({
      by: 'day', seg: 'a:b:3', res: '-1.5..2e-7', act: '..3', pred: '0..', cell: '1:0',
    }); // prettier-ignore
    expect(viewFromSearch({ ...search })).toEqual(all);
  });

  it('is forgiving: what can’t be read is left out, ends in the wrong order are swapped', () => {
    expect(
      errorsSearch({ seg: 'kind', res: '1..2..3', act: 'x..1', pred: '..', cell: 'a:1', other: 1 }),
    ).toEqual({});
    expect(errorsSearch({ res: '5..-5', by: 7 })).toEqual({ by: '7', res: '-5..5' });
  });
});

describe('segments', () => {
  const [kind] = points.segmentings;

  it('are the server’s without a filter', () => {
    expect(kind && segmentsOf(kind, points, null)).toBe(kind?.segments);
  });

  it('are worked out anew for the points that pass', () => {
    const mask = selectPoints(points, view({ residual: { low: 2, high: null } }));
    const [a, b] = kind ? segmentsOf(kind, points, mask) : [];
    expect(a).toMatchObject({ label: 'a', rows: 0, error: null, error_low: null });
    expect(b).toMatchObject({ label: 'b', rows: 3, error: 4, bias: 4 });
    expect(b?.error_high).toBeCloseTo(4 + (1.959964 * 2) / Math.sqrt(3), 6);
  });

  it('of classes are error rates', () => {
    const classes = pointsOf(makeClasses());
    const [species] = classes.segmentings;
    const [cat] = species ? segmentsOf(species, classes, [true, true, false, false]) : [];
    expect(cat).toMatchObject({ rows: 2, error: 0.5, bias: null });
  });

  it('of a forecast are its steps ahead, too', () => {
    const horizon = pointsOf(makeForecast()).segmentings.at(-1);
    expect(horizon?.name).toBe(HORIZON);
    expect(horizon?.codes).toEqual([0, 1, 0, 1]);
  });
});

describe('the worst rows', () => {
  it('are the server’s, or those of the points that pass with what is known of them', () => {
    const analysis = makeAnalysis();
    expect(worstRows(analysis, points, null).map(({ row }) => row)).toEqual([105, 103]);
    const mask = selectPoints(points, view({ residual: { low: 1, high: 4 } }));
    const rows = worstRows(analysis, points, mask);
    expect(rows.map(({ row }) => row)).toEqual([103, 101, 100, 104]);
    expect(rows.map(({ differs }) => differs !== undefined)).toEqual([true, false, false, false]);
    expect(rows[1]?.sigma).toBeCloseTo(2 / 2.483, 9);
  });

  it('of a forecast have their time', () => {
    const forecast = makeForecast();
    expect(worstRows(forecast, pointsOf(forecast), [false, true, false, false])[0]).toMatchObject({
      row: 101,
      time: '2024-07-02',
    });
  });

  it('of classes are those of the worst that pass', () => {
    const { worst } = makeClasses();
    const classes = pointsOf(makeClasses());
    expect(worstClassRows(worst, classes, [true, false, false, false])).toEqual([]);
    expect(worstClassRows(worst, classes, [false, true, false, false])).toEqual(worst);
  });
});
