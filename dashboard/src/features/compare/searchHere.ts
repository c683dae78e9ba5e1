import type { Batch, Search } from '@/api/types';
import { cellKey, numbersOf, toCell } from './cells';
import { isOrigin } from './fromResponse';
import type { Brush, Column, Comparison, ViewState } from './types';

type Space = Search['space'];
type Spec = Space[string];

/** A search that goes on where the brushes are. */
export interface SearchStart {
  strategy: 'random' | 'tpe';
  space: Space;
  maxRuns: number;
}

const MORE_RUNS = 20;

/**
 * What to search next: the batch's space with each brushed parameter narrowed to its brush. Null where
 * no parameter is brushed. Values are drawn, not combined: a brush is a range without steps.
 */
export function searchHere(
  batch: Batch,
  data: Comparison,
  brushes: ViewState['brushes'],
): SearchStart | null {
  const { search } = batch;
  const narrowed = data.columns.flatMap((column): [string, Spec][] => {
    const brush = brushes[column.name];
    if (brush === undefined || column.role !== 'parameter' || isOrigin(column.name)) return [];
    const spec = narrow(column, brush, search.space[column.name]);
    return spec === null ? [] : [[column.name, spec]];
  });
  if (narrowed.length === 0) return null;
  return {
    strategy: search.strategy === 'random' ? 'random' : 'tpe',
    space: { ...search.space, ...Object.fromEntries(narrowed) },
    maxRuns: MORE_RUNS,
  };
}

function narrow(column: Column, brush: Brush, spec: Spec | undefined): Spec | null {
  if (brush.kind === 'range') return narrowRange(column, brush, spec);
  const values = valuesOf(column, spec).filter((value) => brush.values.includes(keyOf(value)));
  return values.length === 0 ? null : values;
}

function narrowRange(
  column: Column,
  brush: Brush & { kind: 'range' },
  spec: Spec | undefined,
): Spec | null {
  const numbers = numbersOf(column.values);
  if (numbers.length === 0) return null;
  const range = spec === undefined || Array.isArray(spec) ? null : spec;
  const whole = numbers.every(Number.isInteger);
  const ends = {
    low: brush.low ?? range?.low ?? Math.min(...numbers),
    high: brush.high ?? range?.high ?? Math.max(...numbers),
  };
  const low = whole ? Math.ceil(ends.low) : ends.low;
  const high = whole ? Math.floor(ends.high) : ends.high;
  if (low > high) return null;
  if (low === high) return [low];
  // On a logarithmic scale samplers take no steps.
  const log = low > 0 && (range?.log ?? column.hint === 'log');
  return log ? { low, high, log } : { low, high };
}

/** What a set brush chooses from: the values searched so far as they were given, else those that occur. */
function valuesOf(column: Column, spec: Spec | undefined): unknown[] {
  return Array.isArray(spec) ? spec : [...new Set(column.values)].filter((cell) => cell !== null);
}

function keyOf(value: unknown): string {
  const cell = toCell(value);
  return cell === null ? 'null' : cellKey(cell);
}
