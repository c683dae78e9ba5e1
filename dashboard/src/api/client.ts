import createClient, { type Client, type Middleware } from 'openapi-fetch';
import { errorFromBody, networkError } from './errors';
import type { paths } from './schema';

export const API = '/api/v1';
export const CSRF_HEADERS = { 'X-AzuraForge-CSRF': '1' };

/** A 401 of these means "not signed in yet" or "wrong password", never a session that ended. */
const SIGN_IN_PATHS = new Set(['me', 'login', 'setup'].map((name) => `${API}/auth/${name}`));
const READING = new Set(['GET', 'HEAD']);

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

const conventions: Middleware = {
  onRequest({ request }) {
    if (READING.has(request.method)) return;
    for (const [name, value] of Object.entries(CSRF_HEADERS)) request.headers.set(name, value);
  },
  async onResponse({ response, schemaPath }) {
    if (response.ok) return;
    if (response.status === 401 && !SIGN_IN_PATHS.has(schemaPath)) reportUnauthorized();
    throw errorFromBody(response.status, await response.text());
  },
  onError({ error }) {
    // An abort is the caller's own wish and goes through as it is.
    const aborted = error instanceof Error && error.name === 'AbortError';
    return aborted ? undefined : networkError();
  },
};

/** Every call of the API, typed by its OpenAPI document; read the answer with `answer`. */
export const client: Client<paths> = createClient<paths>({
  baseUrl: window.location.origin,
  credentials: 'same-origin',
  headers: { Accept: 'application/json' },
  // Looked up at each call, so that tests can stand in for it.
  fetch: (request) => globalThis.fetch(request),
});
client.use(conventions);

/** The body of a call that succeeded; any other outcome rejects, with `ApiError`. */
export async function answer<Body>(call: Promise<{ data?: Body }>): Promise<NonNullable<Body>> {
  const { data } = await call;
  if (data === undefined || data === null) throw errorFromBody(200, '');
  return data;
}

/** Waits for a call that answers with nothing (204). */
export async function done(call: Promise<unknown>): Promise<void> {
  await call;
}
