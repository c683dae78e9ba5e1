import type { Scalar } from '@/api/types';
import { useFormat } from '@/i18n/useFormat';

const DIGITS = 6;
const MIDNIGHT = /^(\d{4}-\d{2}-\d{2})(?:T00:00:00(?:\.0+)?)?$/;

/** A time in the reader's format; without the hour where it is midnight. */
export function timeText(iso: string, language: string): string {
  const day = MIDNIGHT.exec(iso)?.[1];
  const read = new Date(day === undefined ? iso : `${day}T00:00:00`);
  if (Number.isNaN(read.getTime())) return iso;
  return new Intl.DateTimeFormat(language, {
    dateStyle: 'medium',
    timeStyle: day === undefined ? 'short' : undefined,
  }).format(read);
}

/** How a cell of a result is written. */
export function useCellFormat(): (column: string, value: Scalar | undefined) => string | null {
  const format = useFormat();
  return (column, value) => {
    if (value === null || value === undefined) return null;
    if (column === 'row' && typeof value === 'number') return format.integer(value);
    // A number that counts time, as a year does, is a name rather than a quantity.
    if (column === 'time') {
      return typeof value === 'string' ? timeText(value, format.language) : String(value);
    }
    if (typeof value === 'number') return format.metric(value, DIGITS);
    return String(value);
  };
}
