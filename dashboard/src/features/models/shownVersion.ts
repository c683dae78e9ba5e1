import type { ModelDetail } from '@/api/types';
import { CHAMPION } from './AliasBadges';

/** The version a model's page shows: the one asked for, else the champion, else the newest. */
export function shownVersion(
  { versions, aliases }: Pick<ModelDetail, 'versions' | 'aliases'>,
  asked: number | undefined,
): number | null {
  const there = new Set(versions.map(({ version }) => version));
  const wanted = [asked, aliases[CHAMPION], versions[0]?.version];
  return wanted.find((version) => version !== undefined && there.has(version)) ?? null;
}
