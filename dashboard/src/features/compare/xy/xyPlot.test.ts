import { describe, expect, it } from 'vitest';
import { formats, sweepResponse } from '../fixtures';
import { fromResponse } from '../fromResponse';
import { MAX_LINES, toParallel } from '../toParallel';
import { DEFAULT_VIEW } from '../viewUrl';
import { dotsPath, drawnRuns, stairsPath } from './xyPlot';

const parallelOf = (count: number) =>
  toParallel(fromResponse(sweepResponse(count)), DEFAULT_VIEW, { formats });

describe('the runs that are drawn', () => {
  it('are all, as long as they are not too many', () => {
    expect(drawnRuns(parallelOf(40), [])).toHaveLength(40);
  });

  it('are a sample of more, and those that a chart can’t do without', () => {
    const parallel = parallelOf(MAX_LINES + 400);
    const drawn = new Set(parallel.drawn);
    const left = parallel.data.runs.findIndex((_, index) => !drawn.has(index));
    const found = drawnRuns(parallel, [left, ...parallel.drawn.slice(0, 3)]);
    expect(found).toHaveLength(MAX_LINES + 1);
    expect(found).toContain(left);
  });
});

it('a staircase goes across before it goes up or down', () => {
  const points = [
    { x: 1, y: 9 },
    { x: 4, y: 5 },
    { x: 6, y: 5 },
  ];
  expect(stairsPath(points)).toBe('M1.0 9.0H4.0V5.0H6.0V5.0');
  expect(stairsPath([])).toBe('');
});

it('runs of one look are one path', () => {
  const two = [
    { x: 10, y: 20 },
    { x: 30, y: 40 },
  ];
  expect(dotsPath(two, 'dot')).toBe('M10.0 20.0h0M30.0 40.0h0');
  expect(dotsPath(two, 'cross').match(/M/g)).toHaveLength(2);
  expect(dotsPath(two, 'dash')).toBe('M6.5 20.0h7M26.5 40.0h7');
});
