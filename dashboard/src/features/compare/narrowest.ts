import { isBrushed } from './brush';
import type { Comparison, ViewState } from './types';

/** The brush whose removal brings most runs back, and how many then remain. */
export function narrowestBrush(
  data: Comparison,
  brushes: ViewState['brushes'],
): { name: string; remaining: number } | null {
  const candidates = Object.keys(brushes).map((name) => {
    const others = Object.fromEntries(Object.entries(brushes).filter(([other]) => other !== name));
    return { name, remaining: isBrushed(data, others).filter(Boolean).length };
  });
  candidates.sort((a, b) => b.remaining - a.remaining);
  return candidates[0] ?? null;
}
