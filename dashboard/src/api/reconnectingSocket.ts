import { API, reportUnauthorized } from './client';
import { checkSession } from './session';

export type SocketStatus = 'connecting' | 'live' | 'reconnecting' | 'offline';

const LONGEST_WAIT_S = 30;
/** After so many failures without any answer of the server the connection counts as offline. */
const OFFLINE_AFTER = 3;
const NORMAL_CLOSE = 1000;

export interface SocketOptions {
  /** Path below `/api/v1`, asked again for every connection so that a cursor can move on. */
  path: () => string;
  onMessage: (data: unknown) => void;
  /** Called on every successful connection; `again` is true from the second one on. */
  onOpen?: (again: boolean) => void;
  onStatus?: (status: SocketStatus) => void;
  /** The server closed with 1000: it has no more to say. Without it the socket reconnects. */
  onEnd?: () => void;
}

export interface ReconnectingSocket {
  /** Tries at once instead of waiting for the next attempt, e.g. after a new sign-in. */
  reconnect: () => void;
  /** Connects at once if the server could not be reached at the last attempt but can be now. */
  retryIfReachable: () => Promise<void>;
  close: () => void;
}

function socketUrl(path: string): string {
  const origin = window.location.origin.replace(/^http/, 'ws');
  return `${origin}${API}${path}`;
}

/**
 * A socket that comes back by itself after 1, 2, 4 ... 30 s. When it is refused, the session is
 * checked first: a signed-out user gets the sign-in dialog instead of endless attempts.
 */
export function openReconnectingSocket(options: SocketOptions): ReconnectingSocket {
  let socket: WebSocket | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let opened = false;
  let closed = false;
  /** Whether the last session check got no answer at all. */
  let unreachable = false;

  const setStatus = (status: SocketStatus) => options.onStatus?.(status);

  const waitAndRetry = () => {
    const offline = (unreachable && failures >= OFFLINE_AFTER) || !navigator.onLine;
    setStatus(offline ? 'offline' : 'reconnecting');
    const seconds = Math.min(2 ** failures, LONGEST_WAIT_S);
    failures += 1;
    timer = setTimeout(connect, seconds * 1000);
  };

  const afterLoss = async () => {
    setStatus(failures === 0 && navigator.onLine ? 'reconnecting' : 'offline');
    const session = await checkSession();
    // `close` or `reconnect` may have been called meanwhile.
    if (closed || socket) return;
    if (session === 'signed_out') {
      setStatus('offline');
      reportUnauthorized();
      return;
    }
    unreachable = session === 'unreachable';
    waitAndRetry();
  };

  function connect() {
    clearTimeout(timer);
    const current = new WebSocket(socketUrl(options.path()));
    socket = current;
    current.onopen = () => {
      failures = 0;
      setStatus('live');
      options.onOpen?.(opened);
      opened = true;
    };
    current.onmessage = (message: MessageEvent<string>) => {
      options.onMessage(JSON.parse(message.data));
    };
    current.onclose = (event) => {
      if (socket !== current) return;
      socket = null;
      if (event.code === NORMAL_CLOSE && options.onEnd) options.onEnd();
      else void afterLoss();
    };
  }

  const drop = () => {
    clearTimeout(timer);
    const current = socket;
    socket = null;
    current?.close();
  };

  const reconnect = () => {
    if (closed || socket?.readyState === WebSocket.OPEN) return;
    drop();
    failures = 0;
    connect();
  };

  const retryIfReachable = async () => {
    if (!unreachable || (await checkSession()) === 'unreachable') return;
    unreachable = false;
    reconnect();
  };

  const close = () => {
    closed = true;
    window.removeEventListener('online', reconnect);
    drop();
  };

  window.addEventListener('online', reconnect);
  setStatus('connecting');
  connect();
  return { reconnect, retryIfReachable, close };
}
