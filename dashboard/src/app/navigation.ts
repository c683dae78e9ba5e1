import type { IconName } from '@/components/ui';

/** The sections of the app, in the order of the rail. */
export const SECTIONS = [
  { key: 'home', to: '/', icon: 'home', prefixes: [] },
  { key: 'batches', to: '/batches', icon: 'batch', prefixes: ['/batches'] },
  { key: 'runs', to: '/experiments', icon: 'runs', prefixes: ['/experiments'] },
  { key: 'models', to: '/models', icon: 'model', prefixes: ['/models', '/predictions'] },
  { key: 'datasets', to: '/datasets', icon: 'dataset', prefixes: ['/datasets'] },
  { key: 'settings', to: '/settings', icon: 'settings', prefixes: ['/settings'] },
] as const satisfies { key: string; to: string; icon: IconName; prefixes: string[] }[];

export type Section = (typeof SECTIONS)[number];

/** The section a path belongs to, or undefined for an unknown page. */
export function sectionOf(pathname: string): Section | undefined {
  if (pathname === '/') return SECTIONS[0];
  return SECTIONS.find(({ prefixes }) =>
    prefixes.some((prefix) => pathname === prefix || pathname.startsWith(`${prefix}/`)),
  );
}
