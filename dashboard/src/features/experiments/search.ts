import { choiceParam, textParam } from '@/components/searchParams';

export const RUN_STATES = ['running', 'queued', 'succeeded', 'failed', 'cancelled'] as const;

/** Which runs the list shows; kept in the address, so that a view is a link. */
export interface ExperimentsSearch {
  state?: (typeof RUN_STATES)[number];
  /** Only runs with this tag, or with all of these, parted by commas. */
  tag?: string;
}

export const experimentsSearch = (raw: Record<string, unknown>): ExperimentsSearch => ({
  state: choiceParam(raw.state, RUN_STATES),
  tag: textParam(raw.tag),
});

export const RUN_TABS = ['summary', 'errors'] as const;
export type RunTab = (typeof RUN_TABS)[number];

/** Which part of a run's page is open; absent means the summary. */
export interface RunSearch {
  tab?: Exclude<RunTab, 'summary'>;
}

export const runSearch = (raw: Record<string, unknown>): RunSearch => {
  const tab = choiceParam(raw.tab, RUN_TABS);
  return tab === undefined || tab === 'summary' ? {} : { tab };
};
