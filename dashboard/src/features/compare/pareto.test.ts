import { describe, expect, it } from 'vitest';
import { sweepResponse } from './fixtures';
import { fromResponse } from './fromResponse';
import { findPareto, paretoFront } from './pareto';
import { chooseObjective, type Objective } from './ranking';
import type { Cell, Column, Direction } from './types';

function metric(values: Cell[], direction: Direction = 'minimize'): Objective {
  const column: Column = {
    name: 'm', label: 'm', role: 'metric', type: 'number', hint: 'linear', direction, unit: null,
    values, reported: values,
  }; // prettier-ignore
  return { column, direction };
}

describe('the Pareto front', () => {
  it('holds the runs that none beats in both, the best by the first metric first', () => {
    expect(paretoFront(metric([1, 2, 3, 2]), metric([9, 5, 1, 6]))).toEqual([0, 1, 2]);
  });

  it('goes by the direction of each metric', () => {
    expect(paretoFront(metric([1, 2, 3], 'maximize'), metric([1, 2, 3]))).toEqual([2, 1, 0]);
    expect(paretoFront(metric([1, 2, 3], 'maximize'), metric([1, 2, 3], 'maximize'))).toEqual([2]);
  });

  it('keeps runs with the same values together', () => {
    expect(paretoFront(metric([1, 1, 2, 2]), metric([5, 5, 3, 3]))).toEqual([0, 1, 2, 3]);
    expect(paretoFront(metric([1, 1]), metric([5, 4]))).toEqual([1]);
    expect(paretoFront(metric([1, 2]), metric([5, 5]))).toEqual([0]);
  });

  it('leaves out runs that lack a value, and takes zero for one', () => {
    expect(paretoFront(metric([null, 0, 1]), metric([0, 1, null]))).toEqual([1]);
    expect(paretoFront(metric([null]), metric([null]))).toEqual([]);
  });

  it('is the same as comparing every run with every other', () => {
    const data = fromResponse(sweepResponse(300));
    const objective = chooseObjective(data, null);
    const pareto = findPareto(data, objective, 'r2');
    const value = (column: Column, index: number) => column.values[index] as number;
    const valid = data.runs.flatMap((run, index) => (run.state === 'succeeded' ? [index] : []));
    const beats = (a: number, b: number) => {
      const [x, y] = [objective?.column, pareto?.second.column];
      if (x === undefined || y === undefined) throw new Error('no metrics');
      const [rmse, r2] = [value(x, a) - value(x, b), value(y, b) - value(y, a)];
      return rmse <= 0 && r2 <= 0 && (rmse < 0 || r2 < 0);
    };
    const expected = valid.filter((index) => !valid.some((other) => beats(other, index)));
    expect([...(pareto?.front ?? [])].sort((a, b) => a - b)).toEqual(expected);
  });
});

describe('the second metric', () => {
  const data = fromResponse(sweepResponse(10));
  const objective = chooseObjective(data, null);

  it('is the wanted one, else the run time, else any other', () => {
    expect(findPareto(data, objective, 'mae')?.second.column.name).toBe('mae');
    expect(findPareto(data, objective, null)?.second.column.name).toBe('r2');
    expect(findPareto(data, objective, 'rmse')?.second.column.name).toBe('r2');
    const timed = {
      ...data,
      columns: data.columns.map((column) =>
        column.name === 'mae' ? { ...column, unit: 's' } : column,
      ),
    };
    expect(findPareto(timed, chooseObjective(timed, null), null)?.second.column.name).toBe('mae');
  });

  it('is missing where there is only one', () => {
    const one = { ...data, columns: data.columns.filter(({ name }) => name === 'rmse') };
    expect(findPareto(one, chooseObjective(one, null), null)).toBeNull();
    expect(findPareto(data, null, null)).toBeNull();
  });
});
