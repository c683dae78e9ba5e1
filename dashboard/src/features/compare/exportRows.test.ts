import { describe, expect, it } from 'vitest';
import { toCsv, toJson } from './exportRows';
import { formats, sweepResponse } from './fixtures';
import { fromResponse } from './fromResponse';
import { toParallel } from './toParallel';
import { DEFAULT_VIEW } from './viewUrl';

function lay(change: Parameters<typeof sweepResponse>[1] = {}) {
  return toParallel(fromResponse(sweepResponse(3, change)), DEFAULT_VIEW, { formats });
}

const RUNS = [0, 1, 2];

describe('the export as CSV', () => {
  it('has a line per run with every parameter, those that never vary too, and every metric', () => {
    const parallel = lay();
    const [header = '', first = '', ...rest] = toCsv(parallel, RUNS).trimEnd().split('\r\n');
    expect(header.split(',').slice(0, 6)).toEqual([
      'number',
      'id',
      'state',
      'stop_reason',
      'rank',
      'optimizer',
    ]);
    expect(header.split(',').at(-1)).toBe('max_iter');
    expect(first.split(',').at(-1)).toBe('200');
    expect(first.split(',')).toHaveLength(header.split(',').length);
    expect(rest).toHaveLength(2);
  });

  it('keeps text that a spreadsheet would run from being a formula, and numbers as they are', () => {
    const evil = ['=HYPERLINK("http://x")', '@SUM(1)', '-1+2', '+1', '\tx', 'plain, "quoted"'];
    for (const text of evil) {
      const parallel = lay({
        constants: { [text]: 1 },
        dimensions: [
          {
            name: 'p', label: 'p', role: 'parameter', type: 'category', scale: 'linear',
            direction: null, unit: null, values: [text, 'b', -1.5],
          },
        ],
      }); // prettier-ignore
      const csv = toCsv(parallel, RUNS);
      expect(csv).not.toMatch(/(^|,|\n)"?[=@+\t]/);
      expect(csv).not.toMatch(/(^|,|\n)"?-1\+/);
      expect(csv).toContain('-1.5');
    }
    expect(toCsv(lay({ constants: { 'plain, "quoted"': 1 } }), [])).toContain(
      '"plain, ""quoted"""',
    );
  });
});

it('the export as JSON holds values as they came', () => {
  const parallel = lay({
    constants: { layers: [64, 32], '@batch': 'sweep' },
    stop_reasons: ['pruned', null, null],
  });
  const runs = JSON.parse(toJson(parallel, [2, 0])) as Record<string, Record<string, unknown>>[];
  expect(runs.map(({ number }) => number)).toEqual([3, 1]);
  expect(runs.map((run) => run.stop_reason)).toEqual([null, 'pruned']);
  expect(runs[0]?.parameters).toMatchObject({ layers: [64, 32], batch: 'sweep' });
  expect(Object.keys(runs[0]?.metrics ?? {})).toEqual(['r2', 'mae', 'rmse']);
});
