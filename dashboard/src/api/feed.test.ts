import { QueryObserver, type InfiniteData } from '@tanstack/react-query';
import { http, HttpResponse } from 'msw';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { makeBatch, makeMe } from '@/testing/data';
import { FakeSocket } from '@/testing/fakeSocket';
import { url } from '@/testing/handlers';
import { server } from '@/testing/server';
import { until } from '@/testing/until';
import { startFeed } from './feed';
import { batchesQuery, batchKeys, batchQuery } from './queries/batches';
import { createQueryClient } from './queryClient';
import type { Batch, FeedItem, Page } from './types';

const batch = makeBatch({ id: 'b1' });
const frame: FeedItem[] = [
  {
    type: 'batch',
    id: 'b1',
    kind: 'experiment',
    batch_id: null,
    state: 'running',
    progress: 0.8,
    counts: { queued: 0, running: 1, succeeded: 4, failed: 1, cancelled: 0 },
    best: { job_id: 'j4', number: 4, metric: 'rmse', value: 1.5 },
    eta_seconds: 12.5,
    at: '2026-01-31T09:31:00Z',
  },
];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
  server.use(http.get(url('/auth/me'), () => HttpResponse.json(makeMe())));
});

afterEach(() => {
  vi.useRealTimers();
});

/** A client that shows batch b1, counting how often it is fetched. */
function watchBatch() {
  let fetched = 0;
  server.use(
    http.get(url('/batches/b1'), () => {
      fetched += 1;
      return HttpResponse.json(batch);
    }),
  );
  const client = createQueryClient();
  client.setQueryData(batchKeys.detail('b1'), batch);
  const stop = new QueryObserver(client, batchQuery('b1')).subscribe(() => undefined);
  return { client, stop, fetched: () => fetched };
}

describe('the feed', () => {
  it('writes a frame into the detail and every list that shows the batch', () => {
    const client = createQueryClient();
    const other = makeBatch({ id: 'b2' });
    const list: InfiniteData<Page<Batch>> = {
      pages: [{ items: [other, batch], next_cursor: null }],
      pageParams: [null],
    };
    client.setQueryData(batchKeys.detail('b1'), batch);
    client.setQueryData(batchesQuery().queryKey, list);
    const feed = startFeed(client);
    FakeSocket.latest('/feed').serverOpens();
    FakeSocket.latest('/feed').serverSends(frame);

    const { progress, counts, best, eta_seconds } = frame[0] ?? {};
    const change = { progress, counts, best, eta_seconds };
    expect(client.getQueryData(batchKeys.detail('b1'))).toEqual({ ...batch, ...change });
    const items = client.getQueryData<typeof list>(batchKeys.list({}))?.pages[0]?.items;
    expect(items).toEqual([other, { ...batch, ...change }]);
    // Nobody can tell the time left any more.
    FakeSocket.latest('/feed').serverSends(frame.map((item) => ({ ...item, eta_seconds: null })));
    expect(client.getQueryData<Batch>(batchKeys.detail('b1'))?.eta_seconds).toBeNull();
    feed.close();
  });

  it('fetches what frames do not hold once a second, however many frames come', async () => {
    const { client, stop, fetched } = watchBatch();
    const feed = startFeed(client);
    FakeSocket.latest('/feed').serverOpens();
    for (let i = 0; i < 20; i += 1) FakeSocket.latest('/feed').serverSends(frame);
    expect(fetched()).toBe(0);
    await vi.advanceTimersByTimeAsync(1000);
    await until(() => fetched() === 1);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(fetched()).toBe(1);
    feed.close();
    stop();
  });

  it('polls every 5 s while the socket is down and stops when it is back', async () => {
    const { client, stop, fetched } = watchBatch();
    const feed = startFeed(client);
    await vi.advanceTimersByTimeAsync(5000);
    await until(() => fetched() === 1);
    await vi.advanceTimersByTimeAsync(5000);
    await until(() => fetched() === 2);
    FakeSocket.latest('/feed').serverOpens();
    await vi.advanceTimersByTimeAsync(30_000);
    expect(fetched()).toBe(2);
    feed.close();
    stop();
  });

  it('is back within one poll once a server that was gone answers again', async () => {
    server.use(http.get(url('/auth/me'), () => HttpResponse.error()));
    const feed = startFeed(createQueryClient());
    const sockets = () => FakeSocket.all.length;
    // Waits of 1, 2, 4 and 8 s pass; the next one is 16 s.
    for (const seconds of [1, 2, 4, 8, 0]) {
      const timers = vi.getTimerCount();
      FakeSocket.latest('/feed').serverCloses(1006);
      await until(() => vi.getTimerCount() > timers);
      await vi.advanceTimersByTimeAsync(seconds * 1000);
    }
    const before = sockets();
    server.use(http.get(url('/auth/me'), () => HttpResponse.json(makeMe())));
    await vi.advanceTimersByTimeAsync(5000);
    await until(() => sockets() === before + 1);
    feed.close();
  });

  it('fetches afresh after a lost connection, for frames may have been missed', async () => {
    const { client, stop, fetched } = watchBatch();
    const feed = startFeed(client);
    FakeSocket.latest('/feed').serverOpens();
    expect(fetched()).toBe(0);
    FakeSocket.latest('/feed').serverCloses(1006);
    // The poll's interval and the socket's wait.
    await until(() => vi.getTimerCount() === 2);
    await vi.advanceTimersByTimeAsync(1000);
    FakeSocket.latest('/feed').serverOpens();
    await until(() => fetched() === 1);
    feed.close();
    stop();
  });
});
