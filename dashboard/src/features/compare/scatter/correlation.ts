import type { Cell } from '../types';

const FEWEST = 3;

/**
 * Spearman's rank correlation of the runs that have a number in both columns (ties share their mean
 * rank); null for fewer than three or where one of them never varies.
 */
export function correlation(x: readonly Cell[], y: readonly Cell[]): number | null {
  const pairs = x.flatMap((value, index) => {
    const other = y[index];
    return typeof value === 'number' && typeof other === 'number' ? [[value, other] as const] : [];
  });
  if (pairs.length < FEWEST) return null;
  const a = ranks(pairs.map(([value]) => value));
  const b = ranks(pairs.map(([, value]) => value));
  const middle = (pairs.length + 1) / 2;
  const sum = (pick: (index: number) => number) =>
    pairs.reduce((total, _, index) => total + pick(index), 0);
  const off = (values: readonly number[], index: number) => (values[index] ?? middle) - middle;
  const spread = Math.sqrt(sum((i) => off(a, i) ** 2) * sum((i) => off(b, i) ** 2));
  return spread === 0 ? null : sum((i) => off(a, i) * off(b, i)) / spread;
}

function ranks(values: readonly number[]): number[] {
  const order = values.map((value, index) => ({ value, index })).sort((a, b) => a.value - b.value);
  const found = new Array<number>(values.length).fill(0);
  for (let start = 0; start < order.length;) {
    let end = start;
    while (end + 1 < order.length && order[end + 1]?.value === order[start]?.value) end += 1;
    for (let place = start; place <= end; place += 1) {
      const index = order[place]?.index;
      if (index !== undefined) found[index] = (start + end) / 2 + 1;
    }
    start = end + 1;
  }
  return found;
}
