import type { Comparison as Response, Dimension } from '@/api/types';
import { formatLiteral } from '@/i18n/format';
import { toCell } from './cells';
import type { Cell, Column, Comparison, Run } from './types';

/**
 * Cleans the API's comparison: every column gets one cell per run, whatever the server left out.
 * Parameters go by the name used in the config; `labelOf` names the metrics in the user's language.
 */
export function fromResponse(
  response: Response,
  labelOf: (metric: Dimension) => string = ({ label }) => label,
): Comparison {
  const runs = response.job_ids.map((id, index): Run => ({
    id,
    number: response.numbers[index] ?? index + 1,
    state: response.states[index] ?? 'failed',
  }));
  return {
    objective: response.objective,
    runs,
    columns: response.dimensions.map((dimension) => toColumn(dimension, runs, labelOf)),
    constants: Object.entries(response.constants).map(([name, value]) => ({
      name,
      value: formatLiteral(value),
    })),
    importance: response.importance,
  };
}

function toColumn(
  dimension: Dimension,
  runs: readonly Run[],
  labelOf: (metric: Dimension) => string,
): Column {
  const cells = runs.map((_, index) => toCell(dimension.values[index]));
  const textual = dimension.type === 'category' || cells.some((cell) => typeof cell === 'string');
  const reported = textual && dimension.role === 'metric' ? cells.map(numberOnly) : cells;
  return {
    name: dimension.name,
    label: dimension.role === 'metric' ? labelOf(dimension) : dimension.name,
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
