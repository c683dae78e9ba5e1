import { useEffect, useEffectEvent } from 'react';
import { openReconnectingSocket, type SocketStatus } from './reconnectingSocket';
import type { JobEvent } from './types';

export interface JobStreamHandlers {
  /** New events in order, each exactly once. */
  onEvents: (events: JobEvent[]) => void;
  /** The current attempt is over; a retry needs a new subscription. */
  onEnd?: () => void;
  onStatus?: (status: SocketStatus) => void;
}

/**
 * Follows the events of a job from `after` on (0 = from the start), across lost connections:
 * every reconnect resumes after the last event seen. Returns the unsubscribe function.
 */
export function subscribeToJob(id: string, after: number, handlers: JobStreamHandlers): () => void {
  let last = after;
  const socket = openReconnectingSocket({
    path: () => `/jobs/${encodeURIComponent(id)}/stream?after=${last}`,
    onMessage: (data) => {
      const fresh = (data as JobEvent[]).filter((event) => event.id > last);
      const newest = fresh.at(-1);
      if (!newest) return;
      last = newest.id;
      handlers.onEvents(fresh);
    },
    onEnd: () => {
      socket.close();
      handlers.onEnd?.();
    },
    onStatus: handlers.onStatus,
  });
  return socket.close;
}

/**
 * `subscribeToJob` for a component: subscribes while mounted and `enabled`, again from the start
 * for another `id` or `attempt` (so a retried job is followed on).
 */
export function useJobStream(
  id: string,
  attempt: number,
  handlers: JobStreamHandlers,
  enabled = true,
): void {
  const onEvents = useEffectEvent(handlers.onEvents);
  const onEnd = useEffectEvent(() => handlers.onEnd?.());
  const onStatus = useEffectEvent((status: SocketStatus) => handlers.onStatus?.(status));
  useEffect(() => {
    if (!enabled) return undefined;
    return subscribeToJob(id, 0, {
      onEvents: (events) => {
        onEvents(events);
      },
      onEnd: () => {
        onEnd();
      },
      onStatus: (status) => {
        onStatus(status);
      },
    });
  }, [id, attempt, enabled]);
}
