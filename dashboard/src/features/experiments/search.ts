import { choiceParam } from '@/components/searchParams';

export const RUN_STATES = ['running', 'queued', 'succeeded', 'failed', 'cancelled'] as const;

/** Which runs the list shows; kept in the address, so that a view is a link. */
export interface ExperimentsSearch {
  state?: (typeof RUN_STATES)[number];
}

export const experimentsSearch = (raw: Record<string, unknown>): ExperimentsSearch => ({
  state: choiceParam(raw.state, RUN_STATES),
});
