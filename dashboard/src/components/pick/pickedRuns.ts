import { useSyncExternalStore } from 'react';

/** As many runs as the API compares at once. */
export const MOST_PICKED = 100;

/** Ids of the runs picked to be compared, in the order of picking; kept from page to page. */
let picked: readonly string[] = [];
const listeners = new Set<() => void>();

function set(next: readonly string[]): void {
  picked = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Picks a run, or no longer; more than can be compared are not taken. */
export function togglePicked(id: string): void {
  if (picked.includes(id)) set(picked.filter((other) => other !== id));
  else if (picked.length < MOST_PICKED) set([...picked, id]);
}

export function clearPicked(): void {
  set([]);
}

export function usePickedRuns(): readonly string[] {
  return useSyncExternalStore(subscribe, () => picked);
}

/** Only who shows this run is drawn again when it is picked. */
export function useIsPicked(id: string): boolean {
  return useSyncExternalStore(subscribe, () => picked.includes(id));
}
