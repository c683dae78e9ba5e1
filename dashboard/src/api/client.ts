import { errorFromBody, networkError } from './errors';

export const API = '/api/v1';
export const CSRF_HEADERS = { 'X-AzuraForge-CSRF': '1' };

/** A 401 of these means "not signed in yet" or "wrong password", never a session that ended. */
const SIGN_IN_PATHS = new Set(['/auth/me', '/auth/login', '/auth/setup']);

type Query = Record<string, string | number | boolean | null | undefined>;

interface RequestOptions {
  query?: Query;
  /** Sent as JSON. */
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

type Listener = () => void;
const unauthorizedListeners = new Set<Listener>();

/** Calls `listener` whenever the session turns out to be gone; returns the unsubscribe function. */
export function onUnauthorized(listener: Listener): () => void {
  unauthorizedListeners.add(listener);
  return () => unauthorizedListeners.delete(listener);
}

export function reportUnauthorized(): void {
  for (const listener of unauthorizedListeners) listener();
}

export function apiUrl(path: string, query: Query = {}): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== '') params.set(name, String(value));
  }
  const text = params.toString();
  return `${API}${path}${text ? `?${text}` : ''}`;
}

async function send(method: string, path: string, options: RequestOptions): Promise<Response> {
  const { query, body, headers, signal } = options;
  try {
    return await fetch(apiUrl(path, query), {
      method,
      credentials: 'same-origin',
      headers: {
        Accept: 'application/json',
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...(method === 'GET' ? {} : CSRF_HEADERS),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal,
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw networkError();
  }
}

async function request<Answer>(
  method: string,
  path: string,
  options: RequestOptions = {},
): Promise<Answer> {
  const response = await send(method, path, options);
  const text = await response.text();
  if (!response.ok) {
    if (response.status === 401 && !SIGN_IN_PATHS.has(path)) reportUnauthorized();
    throw errorFromBody(response.status, text);
  }
  return (text ? JSON.parse(text) : undefined) as Answer;
}

/** Typed calls of the API; a failure rejects with `ApiError`. Paths are relative to `/api/v1`. */
export const api = {
  get: <Answer>(path: string, query?: Query, signal?: AbortSignal) =>
    request<Answer>('GET', path, { query, signal }),
  post: <Answer>(path: string, body?: unknown, headers?: Record<string, string>) =>
    request<Answer>('POST', path, { body, headers }),
  put: <Answer>(path: string, body: unknown) => request<Answer>('PUT', path, { body }),
  patch: <Answer>(path: string, body: unknown) => request<Answer>('PATCH', path, { body }),
  delete: (path: string) => request<undefined>('DELETE', path),
};
