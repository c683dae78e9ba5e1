import { http, HttpResponse } from 'msw';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { problem, url } from '@/testing/handlers';
import { server } from '@/testing/server';
import { api, onUnauthorized } from './client';
import { ApiError } from './errors';

async function failure(call: Promise<unknown>): Promise<ApiError> {
  const error = await call.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ApiError);
  return error as ApiError;
}

describe('a request', () => {
  it('that changes something carries the CSRF header, a reading one does not', async () => {
    const headers: (string | null)[] = [];
    const record = ({ request }: { request: Request }) => {
      headers.push(request.headers.get('X-AzuraForge-CSRF'));
      return HttpResponse.json({});
    };
    server.use(http.all(url('/thing'), record));
    await api.get('/thing');
    await api.post('/thing', { a: 1 });
    await api.delete('/thing');
    expect(headers).toEqual([null, '1', '1']);
  });

  it('leaves empty query values out', async () => {
    let search = '';
    server.use(
      http.get(url('/thing'), ({ request }) => {
        search = new URL(request.url).search;
        return HttpResponse.json({});
      }),
    );
    await api.get('/thing', { q: '', cursor: null, limit: 5, state: undefined, name: 'a&b' });
    expect(search).toBe('?limit=5&name=a%26b');
  });

  it('answers 204 with nothing', async () => {
    server.use(http.delete(url('/thing'), () => new HttpResponse(null, { status: 204 })));
    await expect(api.delete('/thing')).resolves.toBeUndefined();
  });
});

describe('a failure', () => {
  it('keeps code, detail and fields of the problem document', async () => {
    const errors = [{ loc: ['body', 'name'], message: 'is taken' }];
    server.use(
      http.post(url('/thing'), () => problem(422, 'name_taken', { detail: 'No.', errors })),
    );
    const error = await failure(api.post('/thing', {}));
    expect(error).toMatchObject({ status: 422, code: 'name_taken', detail: 'No.', errors });
  });

  it('without a problem document tells its status', async () => {
    server.use(http.get(url('/thing'), () => new HttpResponse('<html>', { status: 502 })));
    expect(await failure(api.get('/thing'))).toMatchObject({
      status: 502,
      code: 'unreadable_answer',
    });
  });

  it('of the network is told apart by status 0', async () => {
    server.use(http.get(url('/thing'), () => HttpResponse.error()));
    expect(await failure(api.get('/thing'))).toMatchObject({ status: 0, code: 'network_error' });
  });
});

describe('a 401', () => {
  const listener = vi.fn();
  const stop = onUnauthorized(listener);
  afterEach(() => {
    listener.mockClear();
  });

  it('says that the session has ended', async () => {
    server.use(http.get(url('/batches'), () => problem(401, 'unauthenticated')));
    await failure(api.get('/batches'));
    expect(listener).toHaveBeenCalledOnce();
  });

  it('of a sign-in does not', async () => {
    server.use(http.post(url('/auth/login'), () => problem(401, 'invalid_credentials')));
    await failure(api.post('/auth/login', {}));
    expect(listener).not.toHaveBeenCalled();
  });

  it('reaches no listener that unsubscribed', async () => {
    stop();
    server.use(http.get(url('/batches'), () => problem(401, 'unauthenticated')));
    await failure(api.get('/batches'));
    expect(listener).not.toHaveBeenCalled();
  });
});
