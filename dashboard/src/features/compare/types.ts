/** What the comparison view works on: the API's columns, cleaned once, and the state kept in the URL. */

import type { EarlyEnd } from '@/api/types';

export type RunState = 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled';
export type Direction = 'minimize' | 'maximize';
export type ScaleKind = 'linear' | 'log' | 'category';

/** One value of one run. Booleans, lists and objects have become their literal text. */
export type Cell = number | string | null;

export interface Column {
  name: string;
  label: string;
  role: 'parameter' | 'metric';
  /** `number` when every value is a finite number or null. */
  type: 'number' | 'category';
  /** The scale the pipeline asks for. */
  hint: 'linear' | 'log';
  direction: Direction | null;
  unit: string | null;
  /** One value per run, in the order of `Comparison.runs`; metrics of unfinished runs are null. */
  values: readonly Cell[];
  /** The same with the interim metrics of running runs. */
  reported: readonly Cell[];
}

export interface Run {
  id: string;
  /** Within its batch; of runs picked from several batches, the place among them. */
  number: number;
  /** Where a run comes from, where not all come from one batch: "lr sweep #4". */
  origin?: string;
  state: RunState;
  /** Why it succeeded before its last step. */
  stopReason: EarlyEnd | null;
}

/** A parameter that is the same in all runs: as literal text, and as it came. */
export interface Constant {
  name: string;
  label: string;
  value: string;
  raw: unknown;
}

export interface Comparison {
  /** The runs were picked from any batches and pipelines. */
  picked: boolean;
  objective: { metric: string; direction: Direction };
  runs: readonly Run[];
  columns: readonly Column[];
  /** Parameters that never vary, as literal text. */
  constants: readonly Constant[];
  /** Share of the objective each parameter explains; null when it was not computed. */
  importance: readonly { name: string; value: number }[] | null;
  /** How many results the importance is from. */
  importanceRuns: number | null;
}

/** A numeric interval (both ends included, null = open) or a set of values, and the runs without one. */
export type Brush =
  | { kind: 'range'; low: number | null; high: number | null; none: boolean }
  | { kind: 'set'; values: readonly string[]; none: boolean };

export interface AxisView {
  name: string;
  /** Absent means: chosen from the data. */
  scale?: ScaleKind;
  invert?: boolean;
  /** False shows the outliers to scale instead of gathering them at the worst end. */
  clip?: boolean;
}

/** Where the runs come from. */
export type Source =
  { kind: 'batch'; batchId: string } | { kind: 'runs'; runIds: readonly string[] };

export const TABS = ['parallel', 'curves', 'history', 'scatter', 'errors', 'diff'] as const;
export type Tab = (typeof TABS)[number];

export const SHOWN = ['all', 'best10', 'pareto'] as const;
export type Show = (typeof SHOWN)[number];

export interface ViewState {
  tab: Tab;
  objective: string | null;
  colour: string | null;
  show: Show;
  /** The metric weighed against the objective; null means the run time. */
  pareto: string | null;
  /** Visible axes in order without the objective, which is always last; null means the default choice. */
  axes: readonly AxisView[] | null;
  brushes: Readonly<Record<string, Brush>>;
  /** Numbers of the pinned runs. */
  pinned: readonly number[];
  sort: { key: string; descending: boolean } | null;
  /** The learning curve that is drawn; null means the objective's. */
  curve: string | null;
  logCurve: boolean;
  /** Columns of the scatter plot; null means chosen from the data. */
  x: string | null;
  y: string | null;
}
