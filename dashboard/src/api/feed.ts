import type { QueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { applyFeedItems, refreshWork } from './feedCache';
import { openReconnectingSocket, type SocketStatus } from './reconnectingSocket';
import type { FeedItem } from './types';

export type Connection = SocketStatus;

const POLL_MS = 5_000;
/** A frame holds only state and progress; the rest (metrics, time left) is fetched this often. */
const REFRESH_MS = 1_000;

let connection: Connection = 'connecting';
/** When the data on screen was last known to be current, as `Date.now()`. */
let currentAt = Date.now();
const listeners = new Set<() => void>();

function setConnection(next: Connection): void {
  if (connection === 'live') currentAt = Date.now();
  connection = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** State of the feed: `live`, `connecting` (first attempt), `reconnecting` or `offline`. */
export function useConnection(): Connection {
  return useSyncExternalStore(subscribe, () => connection);
}

/** ISO time until which live data is known to be current, null while the feed is live. */
export function useStaleSince(): string | null {
  return useSyncExternalStore(subscribe, () =>
    connection === 'live' || connection === 'connecting' ? null : new Date(currentAt).toISOString(),
  );
}

/** Calls `action` at most once per `interval` ms, the last call always included. */
function throttle(action: () => void, interval: number) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const run = () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      action();
    }, interval);
  };
  const cancel = () => {
    clearTimeout(timer);
  };
  return { run, cancel };
}

export interface Feed {
  reconnect: () => void;
  close: () => void;
}

/**
 * Keeps the caches of jobs and batches current over the one feed socket of the page. While the
 * socket is down, what is on screen is polled every 5 s; once it is back, fetched afresh.
 */
export function startFeed(client: QueryClient): Feed {
  let poll: ReturnType<typeof setInterval> | undefined;
  const refresh = throttle(() => {
    refreshWork(client);
  }, REFRESH_MS);

  const stopPolling = () => {
    clearInterval(poll);
    poll = undefined;
  };

  const socket = openReconnectingSocket({
    path: () => '/feed',
    onMessage: (data) => {
      applyFeedItems(client, data as FeedItem[]);
      refresh.run();
    },
    onOpen: (again) => {
      if (again) refreshWork(client);
    },
    onStatus: (status) => {
      setConnection(status);
      if (status === 'live') stopPolling();
      else
        poll ??= setInterval(() => {
          refreshWork(client);
          void socket.retryIfReachable();
        }, POLL_MS);
    },
  });

  const close = () => {
    stopPolling();
    refresh.cancel();
    socket.close();
    setConnection('connecting');
  };
  return { reconnect: socket.reconnect, close };
}
