import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import { batchKeys } from './queries/batches';
import { experimentKeys } from './queries/experiments';
import { jobKeys } from './queries/jobs';
import { predictionKeys } from './queries/predictions';
import type {
  Batch,
  Experiment,
  ExperimentItem,
  FeedItem,
  JobState,
  Page,
  Prediction,
  PredictionItem,
} from './types';

type Change<Item> = Partial<Item> | null;

function patchLists<Item extends { id: string }>(
  client: QueryClient,
  queryKey: readonly string[],
  change: (item: Item) => Change<Item>,
): void {
  client.setQueriesData<InfiniteData<Page<Item>>>({ queryKey }, (data) => {
    if (!data) return data;
    const pages = data.pages.map((page) => ({
      ...page,
      items: page.items.map((item) => {
        const patch = change(item);
        return patch ? { ...item, ...patch } : item;
      }),
    }));
    return { ...data, pages };
  });
}

function applyJobs(client: QueryClient, items: FeedItem[]): void {
  const changes = new Map(
    items.map((item) => [item.id, { state: item.state as JobState, progress: item.progress }]),
  );
  for (const [id, change] of changes) {
    client.setQueryData<Experiment>(
      experimentKeys.detail(id),
      (old) => old && { ...old, ...change },
    );
    client.setQueryData<Prediction>(
      predictionKeys.detail(id),
      (old) => old && { ...old, ...change },
    );
  }
  patchLists<PredictionItem>(client, predictionKeys.lists, ({ id }) => changes.get(id) ?? null);
  patchLists<ExperimentItem>(client, experimentKeys.lists, ({ id }) => changes.get(id) ?? null);
}

function batchChange(item: FeedItem): Partial<Batch> {
  return {
    state: item.state,
    eta_seconds: item.eta_seconds ?? null,
    ...(item.progress === null ? {} : { progress: item.progress }),
    ...(item.counts ? { counts: item.counts } : {}),
    ...(item.best ? { best: item.best } : {}),
  };
}

function applyBatches(client: QueryClient, items: FeedItem[]): void {
  const changes = new Map(items.map((item) => [item.id, batchChange(item)]));
  for (const [id, change] of changes) {
    client.setQueryData<Batch>(batchKeys.detail(id), (old) => old && { ...old, ...change });
  }
  patchLists<Batch>(client, batchKeys.lists, ({ id }) => changes.get(id) ?? null);
}

/** Writes a frame of the feed into every cached job and batch it speaks of. */
export function applyFeedItems(client: QueryClient, items: FeedItem[]): void {
  const jobs = items.filter((item) => item.type === 'job');
  const batches = items.filter((item) => item.type === 'batch');
  if (jobs.length > 0) applyJobs(client, jobs);
  if (batches.length > 0) applyBatches(client, batches);
}

/** Fetches again whatever of jobs and batches is on screen. */
export function refreshWork(client: QueryClient): void {
  for (const queryKey of [batchKeys.all, experimentKeys.all, jobKeys.all, predictionKeys.all]) {
    void client.invalidateQueries({ queryKey });
  }
}
