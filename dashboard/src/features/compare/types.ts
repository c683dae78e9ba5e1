/** What the comparison view works on: the API's columns, cleaned once, and the state kept in the URL. */

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
  number: number;
  state: RunState;
}

export interface Comparison {
  objective: { metric: string; direction: Direction };
  runs: readonly Run[];
  columns: readonly Column[];
  /** Parameters that never vary, as literal text. */
  constants: readonly { name: string; value: string }[];
  /** Share of the objective each parameter explains; null when it was not computed. */
  importance: readonly { name: string; value: number }[] | null;
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

export interface ViewState {
  tab: 'parallel';
  objective: string | null;
  colour: string | null;
  show: 'all' | 'best10';
  /** Visible axes in order without the objective, which is always last; null means the default choice. */
  axes: readonly AxisView[] | null;
  brushes: Readonly<Record<string, Brush>>;
  /** Numbers of the pinned runs. */
  pinned: readonly number[];
  sort: { key: string; descending: boolean } | null;
}
