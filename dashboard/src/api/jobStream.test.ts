import { http, HttpResponse } from 'msw';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { makeMe } from '@/testing/data';
import { FakeSocket } from '@/testing/fakeSocket';
import { problem, url } from '@/testing/handlers';
import { server } from '@/testing/server';
import { until } from '@/testing/until';
import { onUnauthorized } from './client';
import { subscribeToJob } from './jobStream';
import type { SocketStatus } from './reconnectingSocket';
import type { JobEvent } from './types';

const log = (id: number): JobEvent => ({
  id,
  job_id: 'j1',
  attempt: 1,
  at: '2026-01-31T09:30:00Z',
  type: 'log',
  data: { level: 'info', message: `line ${id}` },
});

function follow() {
  const seen: number[] = [];
  const statuses: SocketStatus[] = [];
  const onEnd = vi.fn();
  const stop = subscribeToJob('j1', 0, {
    onEvents: (events) => seen.push(...events.map((event) => event.id)),
    onStatus: (status) => statuses.push(status),
    onEnd,
  });
  return { seen, statuses, onEnd, stop };
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  server.use(http.get(url('/auth/me'), () => HttpResponse.json(makeMe())));
});

afterEach(() => {
  vi.useRealTimers();
});

const sockets = () => FakeSocket.all.length;

/** Lets the session check answer, then the wait of `seconds` pass. */
async function reconnectAfter(seconds: number): Promise<void> {
  const before = sockets();
  await until(() => vi.getTimerCount() > 0);
  await vi.advanceTimersByTimeAsync(seconds * 1000 - 1);
  expect(sockets()).toBe(before);
  await vi.advanceTimersByTimeAsync(1);
  expect(sockets()).toBe(before + 1);
}

describe('subscribeToJob', () => {
  it('resumes after the last event seen and drops repeated ones', async () => {
    const { seen, stop } = follow();
    expect(FakeSocket.latest('/jobs/j1').url).toMatch(
      /^ws:.*\/api\/v1\/jobs\/j1\/stream\?after=0$/,
    );
    FakeSocket.latest('/jobs/j1').serverOpens();
    FakeSocket.latest('/jobs/j1').serverSends([log(1), log(2)]);
    FakeSocket.latest('/jobs/j1').serverCloses(1006);
    await reconnectAfter(1);
    expect(FakeSocket.latest('/jobs/j1').url).toMatch(/after=2$/);
    FakeSocket.latest('/jobs/j1').serverOpens();
    FakeSocket.latest('/jobs/j1').serverSends([log(2), log(3)]);
    expect(seen).toEqual([1, 2, 3]);
    stop();
  });

  it('waits 1, 2, 4 ... at most 30 s between attempts', async () => {
    const { stop } = follow();
    for (const seconds of [1, 2, 4, 8, 16, 30, 30]) {
      FakeSocket.latest('/jobs/j1').serverCloses(1006);
      await reconnectAfter(seconds);
    }
    stop();
  });

  it('ends when the attempt is over', () => {
    const { onEnd } = follow();
    FakeSocket.latest('/jobs/j1').serverOpens();
    FakeSocket.latest('/jobs/j1').serverSends([log(1)]);
    FakeSocket.latest('/jobs/j1').serverCloses(1000);
    expect(onEnd).toHaveBeenCalledOnce();
    expect(vi.getTimerCount()).toBe(0);
    expect(sockets()).toBe(1);
  });

  it('asks for a sign-in instead of trying on when the session has ended', async () => {
    server.use(http.get(url('/auth/me'), () => problem(401, 'unauthenticated')));
    const expired = vi.fn();
    const stopListening = onUnauthorized(expired);
    const { statuses, stop } = follow();
    FakeSocket.latest('/jobs/j1').serverCloses(1006);
    await until(() => expired.mock.calls.length > 0);
    expect(vi.getTimerCount()).toBe(0);
    expect(statuses.at(-1)).toBe('offline');
    stop();
    stopListening();
  });

  it('tries no more once stopped', async () => {
    let asked = 0;
    server.use(
      http.get(url('/auth/me'), () => {
        asked += 1;
        return HttpResponse.json(makeMe());
      }),
    );
    const { stop } = follow();
    const socket = FakeSocket.latest('/jobs/j1');
    socket.serverCloses(1006);
    stop();
    await until(() => asked > 0);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sockets()).toBe(1);
  });

  it('connects at once when the browser is back online', async () => {
    const { stop } = follow();
    FakeSocket.latest('/jobs/j1').serverCloses(1006);
    await until(() => vi.getTimerCount() > 0);
    window.dispatchEvent(new Event('online'));
    expect(sockets()).toBe(2);
    stop();
  });
});
