import type { Comparison as Response, Dimension } from '@/api/types';
import { formatLiteral } from '@/i18n/format';
import { toCell } from './cells';
import type { Cell, Column, Comparison, Run } from './types';

type LabelOf = (dimension: Pick<Dimension, 'name' | 'label'>) => string;

/** Columns that aren't settings: the batch, pipeline, dataset... that a run comes from. */
export function isOrigin(name: string): boolean {
  return name.startsWith('@');
}

/**
 * Cleans the API's comparison: every column gets one cell per run, whatever the server left out.
 * Parameters go by the name used in the config; `labelOf` names metrics, and where runs come from, in
 * the user's language.
 */
export function fromResponse(
  response: Response,
  labelOf: LabelOf = ({ label }) => label.replace('@', ''),
): Comparison {
  const runs = toRuns(response);
  return {
    picked: response.batch_id === null,
    objective: response.objective,
    runs,
    columns: response.dimensions.map((dimension) => toColumn(dimension, runs, labelOf)),
    constants: Object.entries(response.constants).map(([name, value]) => ({
      name,
      label: isOrigin(name) ? labelOf({ name, label: name.slice(1) }) : name,
      value: formatLiteral(value),
      raw: value,
    })),
    importance: response.importance,
    importanceRuns: response.importance_runs,
  };
}

/** Runs of several batches share numbers, so they go by their place; `origin` says what they are. */
function toRuns(response: Response): Run[] {
  const batches = response.batch_id === null ? originsOf(response) : null;
  return response.job_ids.map((id, index): Run => {
    const number = response.numbers[index] ?? null;
    const state = response.states[index] ?? 'failed';
    const stopReason = response.stop_reasons[index] ?? null;
    if (batches === null) return { id, number: number ?? index + 1, state, stopReason };
    const origin = batches(index);
    const known = origin === null ? {} : { origin: `${origin} #${number ?? '?'}` };
    return { id, number: index + 1, state, stopReason, ...known };
  });
}

/** Name of the batch of each run; null for one that was started alone. */
function originsOf({ dimensions, constants }: Response): (index: number) => string | null {
  const column = dimensions.find(({ name }) => name === BATCH)?.values;
  return (index) => {
    const name = column === undefined ? constants[BATCH] : column[index];
    return typeof name === 'string' ? name : null;
  };
}

const BATCH = '@batch';

function toColumn(dimension: Dimension, runs: readonly Run[], labelOf: LabelOf): Column {
  const cells = runs.map((_, index) => toCell(dimension.values[index]));
  const textual = dimension.type === 'category' || cells.some((cell) => typeof cell === 'string');
  const reported = textual && dimension.role === 'metric' ? cells.map(numberOnly) : cells;
  return {
    name: dimension.name,
    label:
      dimension.role === 'metric' || isOrigin(dimension.name) ? labelOf(dimension) : dimension.name,
    role: dimension.role,
    type: dimension.role === 'metric' || !textual ? 'number' : 'category',
    hint: dimension.scale,
    direction: dimension.direction,
    unit: dimension.unit,
    reported,
    values: dimension.role === 'metric' ? finalOnly(reported, runs) : reported,
  };
}

function numberOnly(cell: Cell): Cell {
  return typeof cell === 'number' ? cell : null;
}

function finalOnly(cells: readonly Cell[], runs: readonly Run[]): Cell[] {
  return cells.map((cell, index) => (runs[index]?.state === 'succeeded' ? cell : null));
}
