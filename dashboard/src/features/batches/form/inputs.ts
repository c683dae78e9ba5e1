import { parseNumber } from '@/i18n/parseNumber';

/** What an input holds: a value, `null` when it is empty, `undefined` when it cannot be read. */
export type Read = number | null | undefined;

/** The server's own limit of runs at a time. */
export const MAX_PARALLEL = 100_000;

/** Reads a whole number between two ends, both allowed. */
export function readWhole(text: string, least: number, most: number): Read {
  if (text.trim() === '') return null;
  const value = /^\d+$/.test(text.trim()) ? Number(text) : Number.NaN;
  return value >= least && value <= most ? value : undefined;
}

// Units in both languages, as they are usually shortened.
const SECONDS: Readonly<Record<string, number>> = {
  '': 1,
  s: 1,
  sec: 1,
  sn: 1,
  m: 60,
  min: 60,
  dk: 60,
  h: 3600,
  hr: 3600,
  sa: 3600,
  saat: 3600,
};

const MEGABYTES: Readonly<Record<string, number>> = { '': 1, mb: 1, mib: 1, gb: 1024, gib: 1024 };

/** The server's own: less does not hold the libraries. */
export const LEAST_MEGABYTES = 256;

function readAmount(text: string, units: Readonly<Record<string, number>>): Read {
  if (text.trim() === '') return null;
  const [, number = '', unit = ''] = /^\s*([\d.,]+)\s*([a-z]*)\.?\s*$/i.exec(text) ?? [];
  const amount = parseNumber(number);
  const size = units[unit.toLowerCase()];
  if (amount === null || size === undefined) return undefined;
  const value = Math.round(amount * size);
  return value > 0 ? value : undefined;
}

/** Reads a time such as `90`, `90 s`, `1,5 h` or `10 dk` as whole seconds. */
export const readSeconds = (text: string): Read => readAmount(text, SECONDS);

/** Reads an amount of memory such as `512`, `512 MB` or `1.5 GB` as whole megabytes. */
export function readMegabytes(text: string): Read {
  const value = readAmount(text, MEGABYTES);
  return typeof value === 'number' && value < LEAST_MEGABYTES ? undefined : value;
}
