import { parseNumber } from '@/i18n/parseNumber';

export const MOST_STEPS = 10_000;

/** A number of steps ahead; null for what is none. */
export function readHorizon(text: string): number | null {
  const value = parseNumber(text);
  return value !== null && Number.isInteger(value) && value >= 1 && value <= MOST_STEPS
    ? value
    : null;
}
