import type { JobEvent } from '@/api/types';

interface Sample {
  fraction: number;
  /** ms since 1970. */
  at: number;
}

/** First and last progress of the current attempt, as its events tell it. */
export interface Pace {
  first: Sample | null;
  last: Sample | null;
}

export const EMPTY_PACE: Pace = { first: null, last: null };

export function readPace(pace: Pace, event: JobEvent): Pace {
  if (event.type === 'reset') return EMPTY_PACE;
  if (event.type !== 'progress' || event.data.fraction === null) return pace;
  const sample = { fraction: event.data.fraction, at: Date.parse(event.at) };
  return { first: pace.first ?? sample, last: sample };
}

/** Seconds until the end at the pace so far; null before there is one. */
export function secondsLeft({ first, last }: Pace): number | null {
  if (first === null || last === null || last.fraction <= first.fraction) return null;
  const perMs = (last.fraction - first.fraction) / (last.at - first.at);
  return Number.isFinite(perMs) && perMs > 0 ? (1 - last.fraction) / perMs / 1000 : null;
}
