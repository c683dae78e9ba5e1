import type { ModelInput, Scalar } from '@/api/types';
import { parseNumber } from '@/i18n/parseNumber';

export type CellProblem = 'number' | 'datetime' | 'boolean';

/** What a typed cell means: a value (null where it is empty), or what it should have been. */
export type Cell = { value: Scalar } | { problem: CellProblem };

const ISO = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2}))?)?$/;
const DOTTED = /^(\d{1,2})\.(\d{1,2})\.(\d{4})(?: (\d{1,2}):(\d{2})(?::(\d{2}))?)?$/;
const YES = new Set(['true', 'yes', 'evet', '1']);
const NO = new Set(['false', 'no', 'hayır', 'hayir', '0']);

/** ISO time of `2026-01-31`, `2026-01-31 09:30` or `31.01.2026 09:30`; null for anything else. */
export function parseTime(text: string): string | null {
  const iso = ISO.exec(text);
  const dotted = iso ? null : DOTTED.exec(text);
  const [year, month, day] = iso
    ? [iso[1], iso[2], iso[3]]
    : [dotted?.[3], dotted?.[2], dotted?.[1]];
  if (year === undefined || month === undefined || day === undefined) return null;
  const two = (part: string | undefined) => (part ?? '0').padStart(2, '0');
  const [, , , , hour, minute, second] = iso ?? dotted ?? [];
  const time = `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}`;
  const read = new Date(`${time}Z`);
  // 31 February would silently become a day in March.
  return Number.isNaN(read.getTime()) || !read.toISOString().startsWith(time) ? null : time;
}

/** Reads a typed cell as the column's type wants it. */
export function readCell(dtype: ModelInput['dtype'], text: string): Cell {
  const trimmed = text.trim();
  if (trimmed === '') return { value: null };
  switch (dtype) {
    case 'number':
    case 'integer': {
      const value = parseNumber(trimmed);
      return value === null ? { problem: 'number' } : { value };
    }
    case 'boolean': {
      const word = trimmed.toLocaleLowerCase('tr');
      if (YES.has(word)) return { value: true };
      return NO.has(word) ? { value: false } : { problem: 'boolean' };
    }
    case 'datetime': {
      const value = parseTime(trimmed);
      return value === null ? { problem: 'datetime' } : { value };
    }
    case 'category':
    case 'text':
      return { value: trimmed };
  }
}

/** What is unusual about a value: the model will answer, but it has not learned from such ones. */
export function unseen(input: ModelInput, cell: Cell): 'category' | 'range' | null {
  if (!('value' in cell) || cell.value === null) return null;
  const { categories, minimum, maximum } = input;
  if (categories && typeof cell.value === 'string') {
    return categories.includes(cell.value) ? null : 'category';
  }
  if (typeof cell.value !== 'number') return null;
  const outside =
    (typeof minimum === 'number' && cell.value < minimum) ||
    (typeof maximum === 'number' && cell.value > maximum);
  return outside ? 'range' : null;
}
