import type { Language } from './languages';

type NumberOptions = Intl.NumberFormatOptions;

const SHORT_DIGITS = 4;
const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const unit = (language: Language, value: number, name: string, options: NumberOptions = {}) =>
  new Intl.NumberFormat(language, {
    style: 'unit',
    unit: name,
    unitDisplay: 'short',
    maximumFractionDigits: 0,
    ...options,
  }).format(value);

/** A measured value in at most `digits` significant digits; very small or large ones as 1,2E-7. */
export function formatMetric(value: number, language: Language, digits = 4): string {
  const size = Math.abs(value);
  const notation = size !== 0 && (size < 1e-4 || size >= 1e9) ? 'scientific' : 'standard';
  // Significant digits must not round away a whole part: 123456.7 is 123,457, not 123,500.
  const whole = size >= 1 ? Math.floor(Math.log10(size)) + 1 : 0;
  return new Intl.NumberFormat(language, {
    notation,
    maximumSignificantDigits: notation === 'scientific' ? digits : Math.max(digits, whole),
  }).format(value);
}

export function formatInteger(value: number, language: Language): string {
  return new Intl.NumberFormat(language, { maximumFractionDigits: 0 }).format(value);
}

/** `fraction` of 1 as a percentage, e.g. 63% and %63. */
export function formatPercent(fraction: number, language: Language, digits = 0): string {
  return new Intl.NumberFormat(language, {
    style: 'percent',
    maximumFractionDigits: digits,
  }).format(fraction);
}

/** Seconds in their two largest units: 12 min 40 sec, 1 hr 5 min; below ten seconds one decimal. */
export function formatDuration(seconds: number, language: Language): string {
  if (seconds > 0 && seconds < 1) return unit(language, Math.round(seconds * 1000), 'millisecond');
  if (seconds < 10) return unit(language, seconds, 'second', { maximumFractionDigits: 1 });
  const total = Math.round(seconds);
  const pairs: [number, string, number, string][] = [
    [DAY, 'day', HOUR, 'hour'],
    [HOUR, 'hour', MINUTE, 'minute'],
    [MINUTE, 'minute', 1, 'second'],
  ];
  for (const [size, name, smallSize, smallName] of pairs) {
    if (total < size) continue;
    const large = unit(language, Math.floor(total / size), name);
    const rest = Math.floor((total % size) / smallSize);
    return rest === 0 ? large : `${large} ${unit(language, rest, smallName)}`;
  }
  return unit(language, total, 'second');
}

export function formatDateTime(iso: string, language: Language): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(
    new Date(iso),
  );
}

export function formatTime(iso: string, language: Language): string {
  return new Intl.DateTimeFormat(language, { timeStyle: 'medium' }).format(new Date(iso));
}

/** Distance of `iso` from `now` in the largest fitting unit: 5 minutes ago, yesterday. */
export function formatRelative(iso: string, language: Language, now = Date.now()): string {
  const seconds = (new Date(iso).getTime() - now) / 1000;
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  const size = Math.abs(seconds);
  if (size < MINUTE) return relative.format(0, 'second');
  if (size < HOUR) return relative.format(Math.round(seconds / MINUTE), 'minute');
  if (size < DAY) return relative.format(Math.round(seconds / HOUR), 'hour');
  if (size < 30 * DAY) return relative.format(Math.round(seconds / DAY), 'day');
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium' }).format(new Date(iso));
}

/** Bytes in decimal units: 340 byte, 12 kB, 1.4 MB. */
export function formatBytes(bytes: number, language: Language): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;
  const power = bytes < 1 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), units.length - 1);
  return unit(language, bytes / 1000 ** power, units[power] ?? 'byte', {
    maximumFractionDigits: power === 0 ? 0 : 1,
  });
}

/** A configuration value in few digits, for tables: samplers draw numbers of 17 digits. */
export function formatLiteralShort(value: unknown): string {
  const short = typeof value === 'number' && !Number.isInteger(value);
  return formatLiteral(short ? Number(value.toPrecision(SHORT_DIGITS)) : value);
}

/**
 * A configuration value as it would be typed: never localised, so it can be copied into a script.
 * Small and large numbers take the short exponent form, 0.00019 is `1.9e-4`.
 */
export function formatLiteral(value: unknown): string {
  if (typeof value === 'number') {
    const plain = String(value);
    const size = Math.abs(value);
    return size !== 0 && (size < 1e-2 || size >= 1e6)
      ? value.toExponential().replace('e+', 'e')
      : plain;
  }
  if (typeof value === 'string') return value;
  return JSON.stringify(value);
}
