import type { Brush, Cell, Column } from './types';

/** A brush in words for a chip: "7.6e-4 – 6.0e-3", "≤ 3.0", "adam, sgd"; empty when it is only "no value". */
export function brushLabel(brush: Brush, column: Column, text: (value: Cell) => string): string {
  if (brush.kind === 'set') {
    const numeric = column.type === 'number';
    return brush.values.map((value) => text(numeric ? Number(value) : value)).join(', ');
  }
  const { low, high } = brush;
  if (low === null && high === null) return '';
  if (low === null) return `≤ ${text(high)}`;
  if (high === null) return `≥ ${text(low)}`;
  return low === high ? text(low) : `${text(low)} – ${text(high)}`;
}
