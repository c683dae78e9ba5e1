const NUMBER = /^[+-]?(\d+([.,]\d*)?|[.,]\d+)(e[+-]?\d+)?$/i;

/**
 * Reads one number as people of either language type it: `0.01`, `0,01`, `1e-3`, `1,5e3`.
 * A comma is always a decimal comma, never a thousands separator. Returns null for anything else.
 */
export function parseNumber(text: string): number | null {
  const trimmed = text.trim().replace('\u2212', '-');
  if (!NUMBER.test(trimmed)) return null;
  const value = Number(trimmed.replace(',', '.'));
  return Number.isFinite(value) ? value : null;
}
