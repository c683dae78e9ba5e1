import { describe, expect, it } from 'vitest';
import { makeDataset } from '@/testing/data';
import { MODEL_INPUTS } from '@/testing/models';
import { parseTime, readCell, unseen } from './cells';
import { matchColumns } from './columnCheck';
import { readHorizon } from './horizon';
import { cellErrors, cellKey, isTable, MOST_ROWS, pasteTable, readRows } from './rows';

const [bmi, sex] = MODEL_INPUTS as [(typeof MODEL_INPUTS)[0], (typeof MODEL_INPUTS)[0]];

describe('a typed cell', () => {
  it.each([
    ['number', '0,01', 0.01],
    ['number', ' 1e-3 ', 0.001],
    ['integer', '2.5', 2.5],
    ['boolean', 'Evet', true],
    ['boolean', 'HAYIR', false],
    ['boolean', '1', true],
    ['datetime', '31.01.2026 9:05', '2026-01-31T09:05:00'],
    ['category', ' f ', 'f'],
    ['text', '=1+1', '=1+1'],
    ['number', '  ', null],
  ] as const)('of type %s reads %j as %j', (dtype, text, value) => {
    expect(readCell(dtype, text)).toEqual({ value });
  });

  it.each([
    ['number', '1.234,5', 'number'],
    ['integer', 'many', 'number'],
    ['boolean', 'perhaps', 'boolean'],
    ['datetime', '2026-02-31', 'datetime'],
  ] as const)('of type %s does not read %j', (dtype, text, problem) => {
    expect(readCell(dtype, text)).toEqual({ problem });
  });

  it('is unusual outside of what the model has seen, both ends being inside', () => {
    expect(unseen(bmi, { value: 18 })).toBeNull();
    expect(unseen(bmi, { value: 42.2 })).toBeNull();
    expect(unseen(bmi, { value: 42.3 })).toBe('range');
    expect(unseen(sex, { value: 'x' })).toBe('category');
    expect(unseen(sex, { value: null })).toBeNull();
  });

  it('keeps days apart from times that do not exist', () => {
    expect(parseTime('2026-01-31')).toBe('2026-01-31T00:00:00');
    expect(parseTime('2026-01-31T09:30:15')).toBe('2026-01-31T09:30:15');
    expect(parseTime('2026-13-01')).toBeNull();
    expect(parseTime('2026-01-31 25:00')).toBeNull();
  });
});

describe('rows', () => {
  it('leave out empty ones, send empty cells as missing, and remember their places', () => {
    const read = readRows(MODEL_INPUTS, [{}, { bmi: '31,2' }, { bmi: ' ' }, { sex: 'm' }]);
    expect(read).toEqual({
      rows: [
        { bmi: 31.2, sex: null },
        { bmi: null, sex: 'm' },
      ],
      places: [1, 3],
      broken: false,
    });
  });

  it('are broken by one cell that is no number', () => {
    expect(readRows(MODEL_INPUTS, [{ bmi: 'tall' }]).broken).toBe(true);
  });

  it('take what the server refuses to the cell it is about', () => {
    const errors = [
      { loc: ['body', 'rows', 1, 'bmi'], message: 'has to be a number' },
      { loc: ['body', 'name'], message: 'too long' },
    ];
    const { cells, rest } = cellErrors(errors, [1, 3]);
    expect([...cells]).toEqual([[cellKey(3, 'bmi'), 'has to be a number']]);
    expect(rest).toEqual(['too long']);
  });
});

describe('a pasted table', () => {
  it('is more than one cell', () => {
    expect(isTable('31.2\n')).toBe(false);
    expect(isTable('31.2\tf')).toBe(true);
    expect(isTable('31.2\r\n22')).toBe(true);
  });

  it('without a header fills from the cell on', () => {
    const rows = pasteTable(
      [{ bmi: '1' }],
      MODEL_INPUTS,
      { row: 1, column: 0 },
      '31,2\tf\n22\tm\n',
    );
    expect(rows).toEqual([{ bmi: '1' }, { bmi: '31,2', sex: 'f' }, { bmi: '22', sex: 'm' }]);
    expect(pasteTable([{}], MODEL_INPUTS, { row: 0, column: 1 }, 'f\tlost')).toEqual([
      { sex: 'f' },
    ]);
  });

  it('with a header goes by its names, whatever their order, and leaves others out', () => {
    const text = 'sex\tage\tbmi\r\nm\t44\t27.5';
    expect(pasteTable([{}], MODEL_INPUTS, { row: 0, column: 1 }, text)).toEqual([
      { sex: 'm', bmi: '27.5' },
    ]);
  });

  it('ends where the form is full', () => {
    const text = Array.from({ length: MOST_ROWS + 5 }, () => '1\tf').join('\n');
    expect(pasteTable([{}], MODEL_INPUTS, { row: 0, column: 0 }, text)).toHaveLength(MOST_ROWS);
  });
});

describe('the columns of a dataset', () => {
  const column = (name: string, dtype: 'number' | 'integer' | 'category', distinct = 9) => ({
    name,
    dtype,
    missing: 0,
    distinct,
  });
  const verdicts = (...columns: Parameters<typeof matchColumns>[1][number][]) =>
    matchColumns(MODEL_INPUTS, columns).matches.map(({ verdict }) => verdict);

  it('are compared by name and by what can be read as what', () => {
    expect(verdicts(column('sex', 'integer'), column('bmi', 'integer'))).toEqual(['fits', 'fits']);
    expect(verdicts(column('bmi', 'category'))).toEqual(['differs', 'missing']);
    expect(verdicts(column('bmi', 'category', 0), column('sex', 'category'))).toEqual([
      'fits',
      'fits',
    ]);
  });

  it('that are not read are told', () => {
    expect(matchColumns(MODEL_INPUTS, makeDataset().columns).extra).toEqual([
      'median_income',
      'ocean_proximity',
      'median_house_value',
    ]);
  });

  it('are judged by the server in the end', () => {
    const message = "column 'sex': the model reads a category, the dataset has a number";
    const { matches } = matchColumns(
      MODEL_INPUTS,
      [column('bmi', 'number'), column('sex', 'category')],
      [{ loc: ['body', 'dataset_id', 'sex'], message }],
    );
    expect(matches.map(({ verdict }) => verdict)).toEqual(['fits', 'differs']);
    expect(matches[1]?.message).toBe(message);
  });
});

it.each([
  ['30', 30],
  [' 1 ', 1],
  ['0', null],
  ['2,5', null],
  ['10001', null],
  ['', null],
])('reads the horizon %j as %j', (text, steps) => {
  expect(readHorizon(text)).toBe(steps);
});
