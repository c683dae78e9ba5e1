import { describe, expect, it } from 'vitest';

import type { Batch, Counts } from '@/api/types';

import { batchStatus, canAnalyze, isActive, segments } from './status';

const counts = (part: Partial<Counts>): Counts => ({
  queued: 0,
  running: 0,
  succeeded: 0,
  failed: 0,
  cancelled: 0,
  ...part,
});

describe('batchStatus', () => {
  it.each<[Batch['state'], Partial<Counts>, boolean, string]>([
    ['queued', { queued: 4 }, false, 'waiting'],
    ['running', { queued: 1, running: 1, failed: 2 }, false, 'running'],
    ['running', { running: 1, cancelled: 3 }, true, 'cancelling'],
    ['succeeded', { succeeded: 4 }, false, 'done'],
    ['failed', { failed: 4 }, false, 'allFailed'],
    ['mixed', { failed: 1, succeeded: 3 }, false, 'partlyFailed'],
    ['mixed', { cancelled: 1, succeeded: 3 }, false, 'cancelled'],
    ['cancelled', { cancelled: 1, succeeded: 3 }, true, 'cancelled'],
  ])('%s with %o, cancel asked for: %s → %s', (state, part, cancel_requested, expected) => {
    expect(batchStatus({ state, counts: counts(part), cancel_requested })).toBe(expected);
  });
});

describe('canAnalyze', () => {
  it('needs one run that ended, whatever its end', () => {
    expect(canAnalyze({ counts: counts({ queued: 3, running: 2 }) })).toBe(false);
    expect(canAnalyze({ counts: counts({ queued: 3, succeeded: 1 }) })).toBe(true);
    expect(canAnalyze({ counts: counts({ failed: 1 }) })).toBe(true);
  });

  it('is independent of whether runs are left', () => {
    expect(isActive({ counts: counts({ queued: 1 }) })).toBe(true);
    expect(isActive({ counts: counts({ failed: 1 }) })).toBe(false);
  });
});

describe('segments', () => {
  it('fills the bar in a fixed order', () => {
    expect(segments(counts({ queued: 1, succeeded: 2, failed: 1 }))).toEqual([
      { state: 'succeeded', count: 2, width: 50 },
      { state: 'failed', count: 1, width: 25 },
      { state: 'queued', count: 1, width: 25 },
    ]);
  });

  it('keeps one failure of ten thousand visible and the bar full', () => {
    const parts = segments(counts({ succeeded: 9_999, failed: 1 }));
    expect(parts[1]?.width).toBeGreaterThan(0.7);
    expect(parts.reduce((sum, part) => sum + part.width, 0)).toBeCloseTo(100);
  });

  it('has none when there is no run', () => {
    expect(segments(counts({}))).toEqual([]);
  });
});
