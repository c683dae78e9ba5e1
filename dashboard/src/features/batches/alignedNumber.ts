import { formatMetric } from '@/i18n/format';
import type { Language } from '@/i18n/languages';

const DIGITS = 4;

/** A measured value with its trailing zeros, so that the numbers of a column line up. */
export function formatAligned(value: number, language: Language): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 10 ** DIGITS))
    return formatMetric(value, language, DIGITS);
  return new Intl.NumberFormat(language, {
    minimumSignificantDigits: DIGITS,
    maximumSignificantDigits: DIGITS,
  }).format(value);
}
