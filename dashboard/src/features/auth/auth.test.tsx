import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import { makeMe } from '@/testing/data';
import { problem, url, world } from '@/testing/handlers';
import { renderApp } from '@/testing/render';
import { server } from '@/testing/server';

const PASSWORD = { selector: 'input[type=password]' };

beforeEach(() => {
  window.history.replaceState(null, '', '/');
  server.use(...world({ me: null }));
});

describe('a one-time code in the address', () => {
  it('signs in and leaves the address', async () => {
    const codes: unknown[] = [];
    server.use(
      http.post(url('/auth/setup'), async ({ request }) => {
        codes.push(await request.json());
        return HttpResponse.json(makeMe({ has_password: false }));
      }),
    );
    window.history.replaceState(null, '', '/#code=abc_DEF-123');
    renderApp('/');
    expect(await screen.findByRole('heading', { name: 'Home' })).toBeVisible();
    expect(codes).toEqual([{ code: 'abc_DEF-123' }]);
    expect(window.location.hash).toBe('');
  });

  it('that is refused leaves the address and shows why, with the form', async () => {
    server.use(
      http.post(url('/auth/setup'), () =>
        problem(401, 'sign_in_code_invalid', { detail: 'The code was used before.' }),
      ),
    );
    window.history.replaceState(null, '', '/#code=used-code-1');
    renderApp('/');
    expect(await screen.findByRole('heading', { name: 'Sign in to AzuraForge' })).toBeVisible();
    expect(await screen.findByText('The code was used before.')).toBeVisible();
    expect(window.location.hash).toBe('');
  });

  it('stays in the address while the server cannot be reached', async () => {
    server.use(http.post(url('/auth/setup'), () => HttpResponse.error()));
    window.history.replaceState(null, '', '/#code=abc_DEF-123');
    renderApp('/');
    expect(await screen.findByRole('heading', { name: 'Sign in to AzuraForge' })).toBeVisible();
    expect(window.location.hash).toBe('#code=abc_DEF-123');
  });

  it('signs in too when the link is opened in a tab that shows the app', async () => {
    server.use(http.post(url('/auth/setup'), () => HttpResponse.json(makeMe())));
    renderApp('/');
    await screen.findByRole('heading', { name: 'Sign in to AzuraForge' });
    window.location.hash = '#code=abc_DEF-123';
    expect(await screen.findByRole('heading', { name: 'Home' })).toBeVisible();
  });
});

describe('the sign-in form', () => {
  it('signs in by name and password', async () => {
    server.use(
      http.post(url('/auth/login'), async ({ request }) => {
        const body = await request.json();
        expect(body).toEqual({ name: 'grace', password: 'correct horse' });
        return HttpResponse.json(makeMe({ name: 'grace', role: 'member' }));
      }),
    );
    const { user } = renderApp('/');
    await user.type(await screen.findByRole('textbox', { name: /User name/ }), ' grace ');
    await user.type(screen.getByLabelText(/^Password/, PASSWORD), 'correct horse');
    await user.click(screen.getByRole('button', { name: 'Sign in' }));
    expect(await screen.findByRole('heading', { name: 'Home' })).toBeVisible();
  });

  it('says in the reader’s language that the password is wrong and keeps what was typed', async () => {
    server.use(http.post(url('/auth/login'), () => problem(401, 'invalid_credentials')));
    const { user } = renderApp('/');
    await user.click(await screen.findByRole('button', { name: 'TR: Türkçe' }));
    await user.type(await screen.findByRole('textbox', { name: /Kullanıcı adı/ }), 'grace');
    await user.type(screen.getByLabelText(/^Parola/, PASSWORD), 'wrong');
    await user.click(screen.getByRole('button', { name: 'Oturum aç' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('Oturum açılamadı');
    expect(screen.getByRole('textbox', { name: /Kullanıcı adı/ })).toHaveValue('grace');
  });

  it('takes a pasted link as a one-time code, and refuses anything else itself', async () => {
    server.use(
      http.post(url('/auth/setup'), async ({ request }) => {
        expect(await request.json()).toEqual({ code: 'abc_DEF-123' });
        return HttpResponse.json(makeMe());
      }),
    );
    const { user } = renderApp('/');
    await user.click(await screen.findByText('One-time code'));
    const field = await screen.findByRole('textbox', { name: /One-time code or sign-in link/ });
    await user.type(field, 'not a code');
    await user.click(screen.getByRole('button', { name: 'Sign in' }));
    expect(await screen.findByText(/neither a code nor a sign-in link/)).toBeVisible();
    await user.clear(field);
    await user.type(field, 'http://127.0.0.1:8000/#code=abc_DEF-123');
    await user.click(screen.getByRole('button', { name: 'Sign in' }));
    expect(await screen.findByRole('heading', { name: 'Home' })).toBeVisible();
  });
});

describe('a session that ends', () => {
  it('asks to sign in over the page, and what was typed below stays', async () => {
    server.use(
      ...world({ me: makeMe({ name: 'grace', role: 'member' }) }),
      http.get(url('/auth/tokens'), () => HttpResponse.json({ items: [], next_cursor: null })),
      http.post(url('/auth/tokens'), () => problem(401, 'unauthenticated')),
      http.post(url('/auth/login'), () =>
        HttpResponse.json(makeMe({ name: 'grace', role: 'member' })),
      ),
    );
    const { user } = renderApp('/settings');
    await user.type(await screen.findByRole('textbox', { name: /^Name/ }), 'nightly');
    await user.click(screen.getByRole('button', { name: 'Create a token' }));

    const dialog = await screen.findByRole('dialog', { name: 'Your session has ended' });
    expect(within(dialog).getByRole('textbox', { name: /User name/ })).toHaveValue('grace');
    await user.type(within(dialog).getByLabelText(/^Password/, PASSWORD), 'correct horse');
    await user.click(within(dialog).getByRole('button', { name: 'Sign in' }));
    await waitFor(() => {
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
    });
    expect(screen.getByRole('textbox', { name: /^Name/ })).toHaveValue('nightly');
  });
});

it('shows that the server cannot be reached and tries again on request', async () => {
  server.use(http.get(url('/auth/me'), () => problem(500, 'internal_error')));
  const { user } = renderApp('/');
  expect(await screen.findByRole('alert')).toHaveTextContent('The server made a mistake');
  server.use(...world({ me: makeMe() }));
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByRole('heading', { name: 'Home' })).toBeVisible();
});
