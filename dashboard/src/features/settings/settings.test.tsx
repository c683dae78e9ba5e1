import { screen, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Token, User } from '@/api/types';
import { makeMe } from '@/testing/data';
import { problem, url, world } from '@/testing/handlers';
import { renderApp } from '@/testing/render';
import { server } from '@/testing/server';

const me = makeMe({ id: 'u1', name: 'ada' });
const token: Token = {
  id: 't1',
  name: 'old script',
  hint: 'k3Qw',
  created_at: '2026-01-01T00:00:00Z',
  expires_at: null,
  last_used_at: null,
};
const grace: User = {
  id: 'u2',
  name: 'grace',
  role: 'member',
  disabled: false,
  has_password: true,
  created_at: '2026-01-01T00:00:00Z',
};
const page = (items: unknown[]) => HttpResponse.json({ items, next_cursor: null });

beforeEach(() => {
  server.use(
    ...world({ me }),
    http.get(url('/auth/tokens'), () => page([token])),
    http.get(url('/users'), () => page([grace, { ...grace, ...me }])),
  );
});

describe('the password', () => {
  it('is set without a current one by somebody who came by a link', async () => {
    server.use(
      ...world({ me: makeMe({ has_password: false }) }),
      http.put(url('/auth/password'), async ({ request }) => {
        expect(await request.json()).toEqual({ new_password: 'correct horse' });
        return new HttpResponse(null, { status: 204 });
      }),
    );
    const { user } = renderApp('/settings');
    await user.type(await screen.findByLabelText(/^New password \*/), 'correct horse');
    await user.type(screen.getByLabelText(/^New password again/), 'correct horse');
    await user.click(screen.getByRole('button', { name: 'Save the password' }));
    expect(await screen.findByText('The password is set.')).toBeVisible();
  });

  it('is not sent while it is too short or repeated wrongly', async () => {
    const { user } = renderApp('/settings');
    await user.type(await screen.findByLabelText(/^Current password/), 'x');
    await user.type(screen.getByLabelText(/^New password \*/), 'short');
    await user.type(screen.getByLabelText(/^New password again/), 'other');
    expect(screen.getByText('Use at least 10 characters')).toBeVisible();
    expect(screen.getByText('The two passwords differ')).toBeVisible();
    // A request would have no handler and fail the test.
    await user.click(screen.getByRole('button', { name: 'Save the password' }));
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });

  it('tells that the current one is wrong', async () => {
    server.use(http.put(url('/auth/password'), () => problem(422, 'wrong_password')));
    const { user } = renderApp('/settings');
    await user.type(await screen.findByLabelText(/^Current password/), 'nope');
    await user.type(screen.getByLabelText(/^New password \*/), 'correct horse');
    await user.type(screen.getByLabelText(/^New password again/), 'correct horse');
    await user.click(screen.getByRole('button', { name: 'Save the password' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('The current password is wrong');
  });
});

describe('access tokens', () => {
  it('show the secret of a new one once', async () => {
    server.use(
      http.post(url('/auth/tokens'), async ({ request }) => {
        const body = (await request.json()) as { name: string; expires_at?: string };
        expect(body.name).toBe('nightly');
        expect(Date.parse(body.expires_at ?? '')).toBeGreaterThan(Date.now());
        return HttpResponse.json({ ...token, ...body, token: 'af_secret' }, { status: 201 });
      }),
    );
    const { user } = renderApp('/settings');
    await user.type(await screen.findByRole('textbox', { name: /^Name/ }), 'nightly');
    await user.click(screen.getByRole('button', { name: 'Create a token' }));
    expect(await screen.findByText('af_secret')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Close' }));
    expect(screen.queryByText('af_secret')).not.toBeInTheDocument();
  });

  it('are revoked after a question', async () => {
    let tokens = [token];
    server.use(
      http.get(url('/auth/tokens'), () => page(tokens)),
      http.delete(url('/auth/tokens/t1'), () => {
        tokens = [];
        return new HttpResponse(null, { status: 204 });
      }),
    );
    const { user } = renderApp('/settings');
    await user.click(await screen.findByRole('button', { name: 'Revoke old script' }));
    const dialog = await screen.findByRole('dialog', { name: 'Revoke this token?' });
    await user.click(within(dialog).getByRole('button', { name: 'Revoke' }));
    expect(await screen.findByText('You have no tokens.')).toBeVisible();
  });
});

describe('users', () => {
  it('are hidden from members', async () => {
    server.use(...world({ me: makeMe({ role: 'member' }) }));
    renderApp('/settings');
    expect(await screen.findByRole('heading', { name: 'Access tokens' })).toBeVisible();
    expect(screen.queryByRole('heading', { name: 'Users' })).not.toBeInTheDocument();
  });

  it('are invited by a link that is shown once', async () => {
    server.use(
      http.post(url('/users'), async ({ request }) => {
        expect(await request.json()).toEqual({ name: 'linus', role: 'member' });
        const user = { ...grace, id: 'u3', name: 'linus' };
        const invite = { user, code: 'c0de-1234', expires_at: '2026-02-01T00:00:00Z' };
        return HttpResponse.json(invite, { status: 201 });
      }),
    );
    const { user } = renderApp('/settings');
    await user.type(await screen.findByRole('textbox', { name: /^User name/ }), 'linus');
    await user.click(screen.getByRole('button', { name: 'Invite' }));
    expect(await screen.findByText(`${window.location.origin}/#code=c0de-1234`)).toBeVisible();
  });

  it('can be disabled, but not the own account', async () => {
    const changes: unknown[] = [];
    server.use(
      http.patch(url('/users/u2'), async ({ request }) => {
        changes.push(await request.json());
        return HttpResponse.json({ ...grace, disabled: true });
      }),
    );
    const { user } = renderApp('/settings');
    await user.click(await screen.findByRole('button', { name: 'Actions for grace' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Disable' }));
    expect(changes).toEqual([{ disabled: true }]);
    expect(screen.queryByRole('button', { name: 'Actions for ada' })).not.toBeInTheDocument();
  });

  it('that cannot be changed say why', async () => {
    server.use(http.patch(url('/users/u2'), () => problem(409, 'last_admin')));
    const { user } = renderApp('/settings');
    await user.click(await screen.findByRole('button', { name: 'Actions for grace' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Make admin' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('Somebody has to stay admin');
  });
});
