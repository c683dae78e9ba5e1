import type { Search } from '@/api/types';

/** How a batch chooses the settings of its runs. */
export type Strategy = NonNullable<Search['strategy']>;

export const STRATEGIES = ['grid', 'random', 'tpe'] as const satisfies readonly Strategy[];

/** What the server runs where nobody says how many. */
export const DEFAULT_RUNS = 50;

/** Whether settings are drawn one run at a time instead of combined in advance. */
export const isSampled = (strategy: Strategy | undefined): boolean =>
  strategy === 'random' || strategy === 'tpe';
