import { useSyncExternalStore } from 'react';

const STORAGE_KEY = 'azuraforge-single-keys';
const OFF = 'off';

const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Whether single letters are shortcuts. They can be turned off, for speech input among others. */
export function singleKeysEnabled(): boolean {
  return localStorage.getItem(STORAGE_KEY) !== OFF;
}

export function setSingleKeys(enabled: boolean): void {
  if (enabled) localStorage.removeItem(STORAGE_KEY);
  else localStorage.setItem(STORAGE_KEY, OFF);
  for (const listener of listeners) listener();
}

export function useSingleKeys(): boolean {
  return useSyncExternalStore(subscribe, singleKeysEnabled);
}
