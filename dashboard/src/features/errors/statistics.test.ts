import { describe, expect, it } from 'vitest';
import {
  bandHalf,
  binCounts,
  isOutsideBand,
  meanError,
  normalQuantile,
  normalQuantiles,
  normalShare,
  quantile,
  rollingBand,
  share,
  summarise,
} from './statistics';

describe('summaries', () => {
  it('are those of the textbook', () => {
    expect(summarise([1, 2, -1, 4])).toEqual({
      rows: 4,
      mae: 2,
      rmse: Math.sqrt(22 / 4),
      bias: 1.5,
      std: Math.sqrt(13 / 3),
    });
    expect(summarise([])).toBeNull();
    expect(summarise([5])).toMatchObject({ rows: 1, mae: 5, std: null });
  });

  it('give a mean its interval, one error none, and never one below zero', () => {
    const half = (1.959964 * Math.sqrt(2)) / Math.sqrt(2);
    expect(meanError([1, 3]).high).toBeCloseTo(2 + half, 9);
    expect(meanError([0, 0, 0, 9]).low).toBe(0);
    expect(meanError([7])).toEqual({ value: 7, low: null, high: null });
  });

  it('give a share Wilson’s interval', () => {
    // Values of statsmodels' proportion_confint(1, 10, method="wilson").
    const estimate = share(1, 10);
    expect(estimate.value).toBe(0.1);
    expect(estimate.low).toBeCloseTo(0.0178762, 6);
    expect(estimate.high).toBeCloseTo(0.40415, 6);
    expect(share(0, 4).low).toBe(0);
  });

  it('interpolate quantiles between neighbours', () => {
    expect(quantile([1, 2, 4], 0.5)).toBe(2);
    expect(quantile([1, 2, 4], 0.75)).toBe(3);
    expect(quantile([8], 0.9)).toBe(8);
  });
});

describe('the normal distribution', () => {
  it('has its known shares and quantiles', () => {
    expect(normalShare(0)).toBeCloseTo(0.5, 7);
    expect(normalShare(-1.959964)).toBeCloseTo(0.025, 6);
    expect(normalQuantile(0.975)).toBeCloseTo(1.959964, 5);
    expect(normalQuantile(0.5)).toBeCloseTo(0, 6);
  });

  it('is compared by quantiles that include the extremes', () => {
    const { theoretical, observed } = normalQuantiles([4, 1, 3, 2]);
    expect(theoretical[0]).toBeCloseTo(normalQuantile(1 / 8), 9);
    expect(observed[0]).toBeCloseTo(-1.161895, 6);
    expect(observed.at(-1)).toBeCloseTo(1.161895, 6);
    expect(normalQuantiles(Array.from({ length: 999 }, (_, at) => at)).observed).toHaveLength(200);
  });

  it('has nothing to compare with residuals that do not vary', () => {
    expect(normalQuantiles([3, 3, 3]).observed).toEqual([]);
    expect(normalQuantiles([3]).observed).toEqual([]);
  });

  it('has a band that narrows with the rows', () => {
    expect(bandHalf(0, 100)).toBeCloseTo((1.959964 * 0.05) / 0.398942, 4);
    expect(isOutsideBand(0, 0.3, 100)).toBe(true);
    expect(isOutsideBand(0, 0.3, 10)).toBe(false);
  });
});

describe('bins', () => {
  it('have their lower edge, the last one both', () => {
    expect(binCounts([0, 1, 2], [0, 0.5, 1, 2])).toEqual([2, 2]);
    expect(binCounts([0, 1, 2], [-1, 3])).toEqual([0, 0]);
    expect(binCounts([], [1])).toEqual([]);
  });
});

describe('the rolling band', () => {
  it('is the median and 10-90 % of neighbours by prediction', () => {
    const points = Array.from({ length: 5 }, (_, at) => ({ predicted: 4 - at, residual: at }));
    expect(rollingBand(points)).toEqual({ predicted: [2], median: [2], low: [0.4], high: [3.6] });
  });

  it('has at most sixty places, from the first to the last rows', () => {
    const points = Array.from({ length: 1000 }, (_, at) => ({ predicted: at, residual: at }));
    const band = rollingBand(points);
    expect(band.predicted).toHaveLength(60);
    expect(band.predicted[0]).toBe(24.5);
    expect(band.predicted.at(-1)).toBe(974.5);
  });

  it('is empty for a single row', () => {
    expect(rollingBand([{ predicted: 1, residual: 1 }]).median).toEqual([]);
  });
});
