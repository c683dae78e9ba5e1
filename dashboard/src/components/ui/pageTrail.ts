import type { LinkProps } from '@tanstack/react-router';
import { useEffect, useSyncExternalStore } from 'react';

/** A page above the one shown, e.g. the batch of an experiment. */
export interface Crumb {
  label: string;
  link: LinkProps;
}

export interface PageTrail {
  title: string;
  parents: Crumb[];
}

let trail: PageTrail | null = null;
const listeners = new Set<() => void>();

function setTrail(next: PageTrail | null): void {
  trail = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** What the page shown calls itself, for the breadcrumbs of the top bar. */
export function usePageTrail(): PageTrail | null {
  return useSyncExternalStore(subscribe, () => trail);
}

/** Names the page in the browser tab (`<title> · AzuraForge`) and the breadcrumbs while mounted. */
export function useDocumentTitle(title: string, parents?: Crumb[]): void {
  const parentsText = JSON.stringify(parents ?? []);
  useEffect(() => {
    document.title = `${title} · AzuraForge`;
    const own = { title, parents: JSON.parse(parentsText) as Crumb[] };
    setTrail(own);
    return () => {
      document.title = 'AzuraForge';
      if (trail === own) setTrail(null);
    };
  }, [title, parentsText]);
}
