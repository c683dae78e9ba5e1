import type { Curves } from './curveFigure';

export interface CurveRow {
  step: number;
  /** One value per curve, in the order of the curves; `null` where a curve has none. */
  values: (number | null)[];
}

/** The curves side by side: one row per step that any of them has, in the order of the steps. */
export function curveRows(curves: Curves): CurveRow[] {
  const names = Object.keys(curves);
  const rows = new Map<number, (number | null)[]>();
  names.forEach((name, column) => {
    for (const [step, value] of curves[name] ?? []) {
      const values = rows.get(step) ?? names.map(() => null);
      values[column] = value;
      rows.set(step, values);
    }
  });
  return [...rows].sort(([a], [b]) => a - b).map(([step, values]) => ({ step, values }));
}
