import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import { makeBatch, makeDataset, makeJob, makeMe } from '@/testing/data';
import { FakeSocket } from '@/testing/fakeSocket';
import { problem, url, world } from '@/testing/handlers';
import { makeModel } from '@/testing/models';
import { renderApp } from '@/testing/render';
import { server } from '@/testing/server';
import { until } from '@/testing/until';

beforeEach(() => {
  server.use(...world({ me: makeMe({ name: 'emin yılmaz' }), datasets: [makeDataset()] }));
});

describe('the navigation', () => {
  it('marks the section and goes to another one, with the focus on its heading', async () => {
    const { user } = renderApp('/');
    const rail = await screen.findByRole('navigation', { name: 'Main' });
    expect(within(rail).getByRole('link', { name: 'Home' })).toHaveAttribute(
      'aria-current',
      'page',
    );
    await user.click(within(rail).getByRole('link', { name: 'Datasets' }));
    const heading = await screen.findByRole('heading', { name: 'Datasets', level: 1 });
    expect(heading).toHaveFocus();
    expect(document.title).toBe('Datasets · AzuraForge');
    expect(within(rail).getByRole('link', { name: 'Datasets' })).toHaveAttribute('aria-current');
  });

  it('shows the path to a page', async () => {
    server.use(
      http.get(url('/datasets/d1'), () => HttpResponse.json(makeDataset({ id: 'd1' }))),
      http.get(url('/datasets/d1/preview'), () => HttpResponse.json({ columns: [], rows: [] })),
    );
    renderApp('/datasets/d1');
    await screen.findByRole('heading', { name: 'housing.csv' });
    const path = screen.getByRole('navigation', { name: 'Path' });
    expect(within(path).getByRole('link', { name: 'Datasets' })).toHaveAttribute(
      'href',
      '/datasets',
    );
    expect(within(path).getByText('housing.csv')).toHaveAttribute('aria-current', 'page');
  });

  it('says when an address leads nowhere', async () => {
    renderApp('/no/such/page');
    expect(await screen.findByRole('heading', { name: 'Page not found' })).toBeVisible();
  });
});

describe('the top bar', () => {
  it('changes the language of everything, keeps it, and sets it on the document', async () => {
    const { user } = renderApp('/');
    await screen.findByRole('heading', { name: 'Home' });
    await user.click(screen.getByRole('button', { name: 'TR: Türkçe' }));
    expect(await screen.findByRole('heading', { name: 'Özet' })).toBeVisible();
    expect(document.documentElement.lang).toBe('tr');
    expect(screen.getByRole('button', { name: 'EY: emin yılmaz menüsü' })).toBeVisible();
    expect(localStorage.getItem('azuraforge-language')).toBe('tr');
  });

  it('goes through the themes', async () => {
    const { user } = renderApp('/');
    await user.click(await screen.findByRole('button', { name: /^System theme/ }));
    await user.click(await screen.findByRole('button', { name: /^Light theme/ }));
    expect(await screen.findByRole('button', { name: /^Dark theme/ })).toBeVisible();
    expect(document.documentElement).toHaveAttribute('data-mantine-color-scheme', 'dark');
  });

  it('tells the state of the connection', async () => {
    renderApp('/');
    expect(await screen.findByText('Connecting')).toBeInTheDocument();
    FakeSocket.latest('/feed').serverOpens();
    expect(await screen.findByText('Live')).toBeInTheDocument();
    FakeSocket.latest('/feed').serverCloses(1006);
    expect(await screen.findByText('Reconnecting')).toBeInTheDocument();
  });

  it('signs out', async () => {
    server.use(http.post(url('/auth/logout'), () => new HttpResponse(null, { status: 204 })));
    const { user } = renderApp('/');
    await user.click(await screen.findByRole('button', { name: /Menu of emin yılmaz/ }));
    await user.click(await screen.findByRole('menuitem', { name: 'Sign out' }));
    expect(await screen.findByRole('heading', { name: 'Sign in to AzuraForge' })).toBeVisible();
  });
});

describe('shortcuts', () => {
  it('go to a section, rest while typing and can be turned off', async () => {
    server.use(http.get(url('/auth/tokens'), () => HttpResponse.json({ items: [] })));
    server.use(http.get(url('/users'), () => HttpResponse.json({ items: [] })));
    const { user } = renderApp('/');
    await screen.findByRole('heading', { name: 'Home', level: 1 });
    await user.keyboard('gs');
    await screen.findByRole('heading', { name: 'Settings', level: 1 });
    await user.type(screen.getByRole('textbox', { name: /^Name/ }), 'gh?');
    expect(screen.getByRole('textbox', { name: /^Name/ })).toHaveValue('gh?');

    await user.click(screen.getByRole('switch', { name: /Shortcuts of one letter/ }));
    await user.click(screen.getByRole('heading', { name: 'Settings', level: 1 }));
    await user.keyboard('gh?');
    expect(screen.getByRole('heading', { name: 'Settings', level: 1 })).toBeVisible();
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  });

  it('are listed on ?', async () => {
    const { user } = renderApp('/');
    await screen.findByRole('heading', { name: 'Home', level: 1 });
    await user.keyboard('gm');
    await screen.findByRole('heading', { name: 'Models', level: 1 });
    await user.keyboard('?');
    const dialog = await screen.findByRole('dialog', { name: 'Keyboard shortcuts' });
    expect(within(dialog).getByText('New batch')).toBeVisible();
  });
});

describe('searching', () => {
  const found = {
    batches: [makeBatch({ id: 'b1', name: 'deep sweep' })],
    jobs: [makeJob({ id: 'r1', name: 'deep sweep #1' })],
    models: [makeModel({ name: 'deep one' })],
    datasets: [makeDataset({ id: 'd1', name: 'deep.csv' })],
  };

  async function search(text: string, results = found) {
    const asked: (string | null)[] = [];
    server.use(
      http.get(url('/batches'), ({ request }) => {
        const q = new URL(request.url).searchParams.get('q');
        asked.push(q);
        return HttpResponse.json({ items: q === null ? [] : results.batches, next_cursor: null });
      }),
      http.get(url('/jobs'), ({ request }) => {
        const q = new URL(request.url).searchParams.get('q');
        return HttpResponse.json({ items: q === null ? [] : results.jobs, next_cursor: null });
      }),
      http.get(url('/models'), ({ request }) => {
        const q = new URL(request.url).searchParams.get('q');
        return HttpResponse.json({ items: q === null ? [] : results.models, next_cursor: null });
      }),
      // What the server finds, not what of it is on the page already.
      http.get(url('/datasets'), ({ request }) => {
        const q = new URL(request.url).searchParams.get('q');
        return HttpResponse.json({ items: q === null ? [] : results.datasets, next_cursor: null });
      }),
    );
    const view = renderApp('/');
    await screen.findByRole('heading', { name: 'Home', level: 1 });
    await view.user.keyboard('{Control>}k{/Control}');
    const input = await screen.findByRole('combobox', { name: 'Search AzuraForge' });
    await view.user.type(input, text);
    return { ...view, asked, input };
  }

  const options = () => screen.getAllByRole('option').map((option) => option.textContent);

  it('finds batches, runs, models and datasets by name, and goes there by keyboard', async () => {
    const { user, asked, router, input } = await search('e');
    await waitFor(() => {
      expect(options()).toEqual(
        expect.arrayContaining(['deep sweep', 'deep sweep #1', 'deep one', 'deep.csv']),
      );
    });
    expect(asked).toContain('e');
    await user.clear(input);
    await user.type(input, 'deep');
    await waitFor(() => {
      expect(options()).toEqual(['deep sweep', 'deep sweep #1', 'deep one', 'deep.csv']);
    });
    expect(screen.getByRole('option', { selected: true })).toHaveTextContent('deep sweep');
    await user.keyboard('{ArrowDown}');
    expect(screen.getByRole('option', { selected: true })).toHaveTextContent('deep sweep #1');
    expect(input).toHaveAttribute(
      'aria-activedescendant',
      screen.getByRole('option', { selected: true }).id,
    );
    await user.keyboard('{ArrowUp}{Enter}');
    expect(router.state.location.pathname).toBe('/batches/b1');
    expect(screen.queryByRole('combobox')).not.toBeInTheDocument();
  });

  it('goes to pages, and to datasets that are there', async () => {
    server.use(
      http.get(url('/datasets/:id'), () => HttpResponse.json(makeDataset())),
      http.get(url('/datasets/:id/preview'), () => HttpResponse.json({ columns: [], rows: [] })),
    );
    const { user, router } = await search('deep');
    await user.click(await screen.findByRole('option', { name: 'deep.csv' }));
    expect(router.state.location.pathname).toMatch(/^\/datasets\/./);
  });

  it('says when nothing is found', async () => {
    await search('zzz', { batches: [], jobs: [], models: [], datasets: [] });
    expect(await screen.findByText('Nothing of that name.')).toBeVisible();
  });
});

it('puts the keyboard into the filter of a page on /', async () => {
  server.use(...world({ me: makeMe(), batches: [makeBatch()] }));
  const { user } = renderApp('/batches');
  await screen.findByRole('heading', { name: 'Batches', level: 1 });
  const filter = await screen.findByRole('searchbox', { name: 'Search batches by name' });
  await user.keyboard('/');
  expect(filter).toHaveFocus();
  expect(filter).toHaveValue('');
});

it('closes the feed while the session has ended', async () => {
  renderApp('/');
  await screen.findByRole('heading', { name: 'Home' });
  const socket = FakeSocket.latest('/feed');
  socket.serverOpens();
  server.use(http.get(url('/auth/me'), () => problem(401, 'unauthenticated')));
  socket.serverCloses(1006);
  expect(await screen.findByRole('dialog', { name: 'Your session has ended' })).toBeVisible();
  await until(() => FakeSocket.all.every(({ readyState }) => readyState === FakeSocket.CLOSED));
});
