import { shortLiteral } from '../cells';
import { chooseObjective } from '../ranking';
import type { Cell, Column, Comparison, Direction } from '../types';

/** One setting of the runs side by side; null where a run's pipeline lacks it. */
export interface SettingRow {
  label: string;
  values: readonly (string | null)[];
  /** The exact values, for tooltips. */
  exact: readonly string[];
  differs: boolean;
}

/** One metric of the runs side by side. */
export interface MetricRow {
  column: Column;
  direction: Direction | null;
  values: readonly (number | null)[];
  /** From the base run to each other, null for the base and where a value is missing. */
  deltas: readonly (number | null)[];
  /** Whether the difference from the base is an improvement; null where there is none or no better end. */
  better: readonly (boolean | null)[];
  /** The best of all; nobody where all are equal. */
  best: readonly boolean[];
}

export interface ConfigDiff {
  differing: readonly SettingRow[];
  same: readonly SettingRow[];
  metrics: readonly MetricRow[];
}

/** Settings and metrics of some runs side by side. `base` is a place in `indexes`. */
export function configDiff(data: Comparison, indexes: readonly number[], base: number): ConfigDiff {
  const varying = data.columns.filter(({ role }) => role === 'parameter');
  const settings = [
    ...varying.map(({ label, values }) =>
      settingRow(
        label,
        indexes.map((index) => values[index] ?? null),
      ),
    ),
    ...data.constants.map(({ label, value }) => ({
      label,
      values: indexes.map(() => value),
      exact: indexes.map(() => value),
      differs: false,
    })),
  ];
  const objective = chooseObjective(data, null);
  return {
    differing: settings.filter(({ differs }) => differs),
    same: settings.filter(({ differs }) => !differs),
    metrics: data.columns
      .filter(({ role }) => role === 'metric')
      .map((column) => {
        const own = column === objective?.column ? objective.direction : column.direction;
        return metricRow(column, own, indexes, base);
      })
      .filter(({ values }) => values.some((value) => value !== null)),
  };
}

function settingRow(label: string, cells: readonly Cell[]): SettingRow {
  return {
    label,
    values: cells.map((cell) => (cell === null ? null : shortLiteral(cell))),
    exact: cells.map((cell) => (cell === null ? '' : String(cell))),
    differs: cells.some((cell) => cell !== cells[0]),
  };
}

function metricRow(
  column: Column,
  direction: Direction | null,
  indexes: readonly number[],
  base: number,
): MetricRow {
  const values = indexes.map((index) => {
    const value = column.values[index];
    return typeof value === 'number' ? value : null;
  });
  const from = values[base] ?? null;
  const deltas = values.map((value, place) =>
    place === base || value === null || from === null ? null : value - from,
  );
  const sign = direction === 'maximize' ? 1 : -1;
  const present = values.filter((value) => value !== null);
  const equal = present.every((value) => value === present[0]);
  const top = direction === 'maximize' ? Math.max(...present) : Math.min(...present);
  return {
    column,
    direction,
    values,
    deltas,
    better: deltas.map((delta) =>
      delta === null || delta === 0 || direction === null ? null : delta * sign > 0,
    ),
    best: values.map((value) => direction !== null && !equal && value === top),
  };
}
