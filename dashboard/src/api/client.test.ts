import { http, HttpResponse } from 'msw';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { makeMe } from '@/testing/data';
import { problem, url } from '@/testing/handlers';
import { server } from '@/testing/server';
import { answer, client, done, onUnauthorized } from './client';
import { ApiError } from './errors';

async function failure(call: Promise<unknown>): Promise<ApiError> {
  const error = await call.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ApiError);
  return error as ApiError;
}

const listPipelines = (signal?: AbortSignal) => answer(client.GET('/api/v1/pipelines', { signal }));

describe('a request', () => {
  it('that changes something carries the CSRF header, a reading one does not', async () => {
    const headers: (string | null)[] = [];
    server.use(
      http.all(url('/auth/*'), ({ request }) => {
        headers.push(request.headers.get('X-AzuraForge-CSRF'));
        return HttpResponse.json(makeMe());
      }),
    );
    await answer(client.GET('/api/v1/auth/me'));
    await done(client.POST('/api/v1/auth/logout'));
    await done(client.PUT('/api/v1/auth/password', { body: { new_password: 'x' } }));
    expect(headers).toEqual([null, '1', '1']);
  });

  it('leaves empty query values out', async () => {
    let search = '';
    server.use(
      http.get(url('/batches'), ({ request }) => {
        search = new URL(request.url).search;
        return HttpResponse.json({ items: [], next_cursor: null });
      }),
    );
    const query = { q: 'a&b', cursor: null, limit: 5, state: undefined };
    await answer(client.GET('/api/v1/batches', { params: { query } }));
    expect(search).toBe('?q=a%26b&limit=5');
  });

  it('that is aborted rejects with the abort, not with a lost connection', async () => {
    server.use(http.get(url('/pipelines'), () => HttpResponse.json({ items: [] })));
    const controller = new AbortController();
    const call = listPipelines(controller.signal);
    controller.abort();
    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('a failure', () => {
  it('keeps code, detail and fields of the problem document', async () => {
    const errors = [{ loc: ['body', 'name'], message: 'is taken' }];
    server.use(http.get(url('/pipelines'), () => problem(422, 'bad', { detail: 'No.', errors })));
    const error = await failure(listPipelines());
    expect(error).toMatchObject({ status: 422, code: 'bad', detail: 'No.', errors });
  });

  it('without a problem document tells its status', async () => {
    server.use(http.get(url('/pipelines'), () => new HttpResponse('<html>', { status: 502 })));
    const error = await failure(listPipelines());
    expect(error).toMatchObject({ status: 502, code: 'unreadable_answer' });
  });

  it('of the network is told apart by status 0', async () => {
    server.use(http.get(url('/pipelines'), () => HttpResponse.error()));
    expect(await failure(listPipelines())).toMatchObject({ status: 0, code: 'network_error' });
  });
});

describe('a 401', () => {
  const listener = vi.fn();
  const stop = onUnauthorized(listener);
  afterEach(() => {
    listener.mockClear();
  });

  it('says that the session has ended', async () => {
    server.use(http.get(url('/pipelines'), () => problem(401, 'unauthenticated')));
    await failure(listPipelines());
    expect(listener).toHaveBeenCalledOnce();
  });

  it('of a sign-in does not', async () => {
    server.use(http.post(url('/auth/login'), () => problem(401, 'invalid_credentials')));
    const body = { name: 'a', password: 'b' };
    await failure(answer(client.POST('/api/v1/auth/login', { body })));
    expect(listener).not.toHaveBeenCalled();
  });

  it('reaches no listener that unsubscribed', async () => {
    stop();
    server.use(http.get(url('/pipelines'), () => problem(401, 'unauthenticated')));
    await failure(listPipelines());
    expect(listener).not.toHaveBeenCalled();
  });
});
