import { formatMetric } from '@/i18n/format';
import type { Language } from '@/i18n/languages';
import type { Cell } from './types';

const MOST_DECIMALS = 8;

/**
 * Writes the values of one column with the same number of decimals, as many as their spread needs
 * to tell them apart. Columns of very small or large values use the general form.
 */
export function columnFormatter(
  values: readonly Cell[],
  language: Language,
): (value: number, signed?: boolean) => string {
  const numbers = values.filter((value) => typeof value === 'number');
  const largest = Math.max(...numbers.map(Math.abs), 0);
  const spread = Math.max(...numbers) - Math.min(...numbers);
  const plain = largest < 1e7 && (largest === 0 || largest >= 1e-3);
  if (!plain)
    return (value, signed = false) =>
      (signed && value > 0 ? '+' : '') + formatMetric(value, language);
  const size = spread > 0 ? spread : largest || 1;
  const decimals = Math.min(MOST_DECIMALS, Math.max(0, 3 - Math.floor(Math.log10(size))));
  const options = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  const unsigned = new Intl.NumberFormat(language, options);
  const withSign = new Intl.NumberFormat(language, { ...options, signDisplay: 'exceptZero' });
  return (value, signed = false) => (signed ? withSign : unsigned).format(value);
}
