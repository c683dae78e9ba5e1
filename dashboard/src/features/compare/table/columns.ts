import type { Parallel } from '../toParallel';
import type { Column } from '../types';

/** The table's columns after the fixed ones: the visible axes first, then everything else. */
export function tableColumns({ data, axes, ranking }: Parallel): Column[] {
  const objective = ranking?.objective.column;
  const visible = axes.map(({ column }) => column).filter((column) => column !== objective);
  const rest = data.columns.filter((column) => column !== objective && !visible.includes(column));
  const parameters = [...visible, ...rest].filter(({ role }) => role === 'parameter');
  const metrics = [...visible, ...rest].filter(({ role }) => role === 'metric');
  return [...parameters, ...metrics];
}
