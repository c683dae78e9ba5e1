import { describe, expect, it } from 'vitest';
import { isBrushed } from './brush';
import { toCsv, toJson } from './exportRows';
import { formats, sweepResponse } from './fixtures';
import { fromResponse } from './fromResponse';
import { narrowestBrush } from './narrowest';
import { RANK_KEY, tableRows } from './rows';
import { summaryFacts } from './summary';
import { toParallel } from './toParallel';
import type { Brush, ViewState } from './types';
import { DEFAULT_VIEW } from './viewUrl';

const data = fromResponse(sweepResponse(150));
const rowsOf = (change: Partial<ViewState> = {}) => {
  const view = { ...DEFAULT_VIEW, ...change };
  const parallel = toParallel(data, view, { formats });
  return { parallel, rows: tableRows(parallel, isBrushed(data, view.brushes), view) };
};
const valuesOf = (name: string) =>
  data.columns.find((column) => column.name === name)?.values ?? [];

describe('tableRows', () => {
  it('lists every run once: ranked by the objective, then the others', () => {
    const { rows } = rowsOf();
    expect([...rows.ranked, ...rows.unranked].sort((a, b) => a - b)).toEqual(
      data.runs.map((_, index) => index),
    );
    const values = rows.ranked.map((index) => valuesOf('rmse')[index]);
    expect(values).toEqual([...values].sort((a, b) => Number(a) - Number(b)));
    expect(rows.unranked.every((index) => data.runs[index]?.state !== 'succeeded')).toBe(true);
  });

  it('holds what the brushes select, failed runs included', () => {
    const brush: Brush = { kind: 'range', low: 0.02, high: null, none: false };
    const { rows } = rowsOf({ brushes: { learning_rate: brush } });
    const selected = [...rows.ranked, ...rows.unranked];
    expect(selected.length).toBe(rows.selected);
    expect(rows.unranked.length).toBeGreaterThan(0);
    expect(selected.every((index) => Number(valuesOf('learning_rate')[index]) >= 0.02)).toBe(true);
  });

  it('keeps only the best tenth when asked to', () => {
    const { parallel, rows } = rowsOf({ show: 'best10' });
    expect(rows.ranked).toEqual(parallel.ranking?.order.slice(0, rows.ranked.length));
    expect(rows.unranked).toEqual([]);
    expect(rows.total).toBe(150);
  });

  it('sorts by any column, runs without a value last in both directions', () => {
    for (const descending of [false, true]) {
      const { rows } = rowsOf({ sort: { key: 'optimizer', descending } });
      const values = rows.ranked.map((index) => String(valuesOf('optimizer')[index]));
      const sorted = [...values].sort();
      expect(values).toEqual(descending ? sorted.reverse() : sorted);
    }
    const worst = rowsOf({ sort: { key: RANK_KEY, descending: true } }).rows.ranked;
    expect(worst).toEqual([...rowsOf().rows.ranked].reverse());
    expect(rowsOf({ sort: { key: 'gone', descending: true } }).rows).toEqual(rowsOf().rows);
  });
});

describe('export', () => {
  it('writes CSV that reads back, with raw values and empty fields for missing ones', () => {
    const { parallel, rows } = rowsOf();
    const lines = toCsv(parallel, [...rows.ranked, ...rows.unranked])
      .trimEnd()
      .split('\r\n');
    expect(lines).toHaveLength(151);
    const header = lines[0]?.split(',') ?? [];
    const best = lines[1]?.split(',') ?? [];
    const index = rows.ranked[0] ?? -1;
    expect(best[header.indexOf('rank')]).toBe('1');
    expect(Number(best[header.indexOf('learning_rate')])).toBe(valuesOf('learning_rate')[index]);
    const failed = lines.at(-1)?.split(',') ?? [];
    expect(failed[header.indexOf('rmse')]).toBe('');
    expect(failed[header.indexOf('rank')]).toBe('');
  });

  it('quotes what CSV needs quoted', () => {
    const response = sweepResponse(1);
    const optimizer = response.dimensions[0];
    if (optimizer !== undefined) optimizer.values = ['a "b", c\nd'];
    const own = toParallel(fromResponse(response), DEFAULT_VIEW, { formats });
    expect(toCsv(own, [0])).toContain('"a ""b"", c\nd"');
  });

  it('writes JSON with nulls', () => {
    const { parallel, rows } = rowsOf();
    const parsed = JSON.parse(toJson(parallel, rows.unranked)) as {
      rank: null;
      metrics: Record<string, unknown>;
    }[];
    expect(parsed).toHaveLength(rows.unranked.length);
    expect(parsed[0]).toMatchObject({ rank: null, metrics: { rmse: null } });
  });
});

describe('narrowestBrush', () => {
  it('names the filter whose removal brings most runs back', () => {
    const none: Brush = { kind: 'range', low: 1e9, high: null, none: false };
    const wide: Brush = { kind: 'range', low: null, high: 1e9, none: false };
    expect(narrowestBrush(data, { max_depth: wide, learning_rate: none })).toEqual({
      name: 'learning_rate',
      remaining: 150,
    });
    expect(narrowestBrush(data, {})).toBeNull();
  });
});

describe('summaryFacts', () => {
  it('states the best, the median and the counts', () => {
    const { parallel, rows } = rowsOf();
    const facts = summaryFacts(parallel);
    expect(facts.ranked + facts.unranked).toBe(150);
    expect(facts.best?.value).toBe(valuesOf('rmse')[rows.ranked[0] ?? -1]);
    const values = rows.ranked.map((index) => Number(valuesOf('rmse')[index]));
    expect(values.filter((value) => value < (facts.median ?? 0)).length).toBeLessThanOrEqual(
      values.length / 2,
    );
  });
});
