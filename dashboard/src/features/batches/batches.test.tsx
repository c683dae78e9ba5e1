import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { describe, expect, it, vi } from 'vitest';
import type { Batch, Counts } from '@/api/types';
import { setLanguage } from '@/i18n';
import { makeBatch, makeMe, makeSample } from '@/testing/data';
import { FakeSocket } from '@/testing/fakeSocket';
import { problem, url, world } from '@/testing/handlers';
import { renderApp } from '@/testing/render';
import { server } from '@/testing/server';

const me = makeMe();
const NONE: Counts = { queued: 0, running: 0, succeeded: 0, failed: 0, cancelled: 0 };
const BEST = { job_id: 'r3', number: 3, metric: 'rmse', value: 54.1 };

const batch = (name: string, fields: Partial<Batch>): Batch =>
  makeBatch({ id: `id-${name.replace(' ', '-')}`, name, eta_seconds: null, ...fields });

async function openList(batches: Batch[], path = '/batches') {
  server.use(...world({ me, batches, samples: [makeSample()] }));
  const view = renderApp(path);
  await screen.findByRole('heading', { name: 'Batches', level: 1 });
  return view;
}

// Without a layout the menu counts as scrolled out of view, and is hidden a moment after it opened.
const menuItem = (name: string | RegExp) => screen.findByRole('menuitem', { name, hidden: true });

const card = async (name: string) => within(await screen.findByRole('article', { name }));

describe('a batch card', () => {
  it.each<[string, Partial<Batch>, string, boolean]>([
    ['waiting', { state: 'queued', counts: { ...NONE, queued: 4 } }, 'Waiting', false],
    [
      'running',
      { state: 'running', counts: { ...NONE, running: 1, succeeded: 3 }, progress: 0.759 },
      '75%',
      true,
    ],
    ['done', { state: 'succeeded', counts: { ...NONE, succeeded: 4 } }, 'Done', true],
    ['partly', { state: 'mixed', counts: { ...NONE, succeeded: 1, failed: 3 } }, '3 failed', true],
    ['failed', { state: 'failed', counts: { ...NONE, failed: 4 } }, 'Failed', true],
    [
      'cancelling',
      {
        state: 'running',
        counts: { ...NONE, running: 1, cancelled: 3 },
        cancel_requested: true,
      },
      'Cancelling',
      true,
    ],
    ['cancelled', { state: 'cancelled', counts: { ...NONE, cancelled: 4 } }, 'Cancelled', true],
  ])(
    'that is %s says so and can be analyzed from one ended run',
    async (name, fields, chip, ready) => {
      await openList([batch(name, fields)]);
      const shown = await card(name);
      expect(shown.getByText(chip)).toBeVisible();
      const analyze = shown.getByRole('button', { name: `Analyze ${name}` });
      expect(analyze).toHaveProperty('disabled', !ready);
      if (!ready) expect(shown.getByText('Needs one run that ended')).toBeVisible();
    },
  );

  it('tells its counts, best value and time left', async () => {
    const counts = { ...NONE, queued: 2, running: 1, succeeded: 3 };
    await openList([
      batch('sweep', { counts, eta_seconds: 760, best: BEST, best_trace: [60, 54.1, 54.1] }),
    ]);
    const shown = await card('sweep');
    expect(shown.getByText(/12 min 40 sec left/)).toBeVisible();
    expect(shown.getByText('54.1')).toBeVisible();
    expect(shown.getByRole('link', { name: '#3' })).toHaveAttribute('href', '/experiments/r3');
    expect(
      shown.getByRole('img', { name: 'Progress: 3 succeeded, 1 running, 2 waiting' }),
    ).toBeInTheDocument();
    expect(shown.getByRole('img', { name: /over 3 finished runs, now 54.1/ })).toBeInTheDocument();
  });

  it('takes a best value of zero for a value', async () => {
    const counts = { ...NONE, succeeded: 1 };
    const best = { ...BEST, value: 0 };
    await openList([batch('perfect', { state: 'succeeded', counts, best, best_trace: [0] })]);
    expect((await card('perfect')).getByText('0')).toBeVisible();
  });

  it('opens the comparison', async () => {
    const { user, router } = await openList([batch('sweep', {})]);
    await user.click((await card('sweep')).getByRole('button', { name: 'Analyze sweep' }));
    await waitFor(() => {
      expect(router.state.location.pathname).toBe('/batches/id-sweep/compare');
    });
  });

  it('keeps its data with their time while the connection is lost', async () => {
    await openList([
      batch('sweep', {}),
      batch('old', { state: 'succeeded', counts: { ...NONE, succeeded: 6 } }),
    ]);
    await card('sweep');
    const feed = FakeSocket.latest('/feed');
    feed.serverOpens();
    feed.serverCloses(1006);
    const shown = await card('sweep');
    expect(await shown.findByText('Reconnecting')).toBeVisible();
    expect(shown.getByText(/as of/)).toBeVisible();
    expect((await card('old')).getByText('Done')).toBeVisible();
  });

  it('speaks Turkish', async () => {
    await setLanguage('tr');
    server.use(...world({ me, batches: [batch('tarama', { best: BEST, best_trace: [54.1] })] }));
    renderApp('/batches');
    const shown = await card('tarama');
    expect(shown.getByRole('button', { name: 'Analiz Et: tarama' })).toHaveTextContent('Analiz Et');
    expect(shown.getByText('%50')).toBeVisible();
    expect(shown.getByText('54,1')).toBeVisible();
  });
});

describe('actions on a batch', () => {
  it('cancel asks first, then asks the server', async () => {
    const { user } = await openList([batch('sweep', {})]);
    const asked = vi.fn();
    server.use(
      http.post(url('/batches/id-sweep/cancel'), () => {
        asked();
        return HttpResponse.json(batch('sweep', { cancel_requested: true }), { status: 202 });
      }),
      http.get(url('/batches'), () =>
        HttpResponse.json({
          items: [batch('sweep', { cancel_requested: true })],
          next_cursor: null,
        }),
      ),
    );
    await user.click((await card('sweep')).getByRole('button', { name: 'More for sweep' }));
    await user.click(await menuItem('Cancel'));
    const dialog = await screen.findByRole('dialog', { name: 'Cancel sweep?' });
    expect(dialog).toHaveTextContent('3 runs have not ended');
    expect(asked).not.toHaveBeenCalled();
    await user.click(within(dialog).getByRole('button', { name: 'Cancel the rest' }));
    expect(await (await card('sweep')).findByText('Cancelling')).toBeVisible();
    expect(asked).toHaveBeenCalledOnce();
  });

  it('delete is off while it runs', async () => {
    const { user } = await openList([batch('sweep', {})]);
    await user.click((await card('sweep')).getByRole('button', { name: 'More for sweep' }));
    expect(await menuItem(/Delete/)).toBeDisabled();
  });

  it('delete asks first and says why it failed', async () => {
    const counts = { ...NONE, succeeded: 2 };
    const { user } = await openList([batch('old', { state: 'succeeded', counts, job_count: 2 })]);
    server.use(http.delete(url('/batches/id-old'), () => problem(409, 'batch_running')));
    await user.click((await card('old')).getByRole('button', { name: 'More for old' }));
    await user.click(await menuItem('Delete'));
    const dialog = await screen.findByRole('dialog', { name: 'Delete old?' });
    expect(dialog).toHaveTextContent('Its 2 runs');
    await user.click(within(dialog).getByRole('button', { name: 'Delete' }));
    expect(await within(dialog).findByRole('alert')).toHaveTextContent(
      'The batch is still running',
    );
  });

  it('retries the failed runs', async () => {
    const counts = { ...NONE, succeeded: 1, failed: 3 };
    const { user } = await openList([batch('partly', { state: 'mixed', counts })]);
    const retried = vi.fn();
    server.use(
      http.post(url('/batches/id-partly/retry-failed'), () => {
        retried();
        return HttpResponse.json(batch('partly', {}), { status: 202 });
      }),
    );
    const name = 'Retry 3 failed runs of partly';
    await user.click((await card('partly')).getByRole('button', { name }));
    expect(await screen.findByText('Failed runs of partly are waiting again')).toBeVisible();
    expect(retried).toHaveBeenCalledOnce();
  });
});

describe('the list of batches', () => {
  it('without any offers a new one and the sample', async () => {
    await openList([]);
    expect(await screen.findByText('No batches yet')).toBeVisible();
    expect(await screen.findByRole('button', { name: 'Run the sample' })).toBeEnabled();
  });

  it('filters by state and keeps the filter in the address', async () => {
    const done = batch('old', { state: 'succeeded', counts: { ...NONE, succeeded: 6 } });
    const { user, router } = await openList([batch('sweep', {}), done]);
    await card('sweep');
    await user.click(screen.getByRole('radio', { name: 'Done 1' }));
    await waitFor(() => {
      expect(screen.queryByRole('article', { name: 'sweep' })).not.toBeInTheDocument();
    });
    expect(await card('old')).toBeDefined();
    expect(router.state.location.search).toEqual({ show: 'done' });
  });

  it('searches regardless of case and says when nothing matches', async () => {
    const { user } = await openList([batch('Sweep One', {}), batch('other', {})]);
    await card('other');
    const search = screen.getByRole('searchbox', { name: 'Search batches by name' });
    await user.type(search, 'sweep o');
    await waitFor(() => {
      expect(screen.queryByRole('article', { name: 'other' })).not.toBeInTheDocument();
    });
    expect(await card('Sweep One')).toBeDefined();
    await user.type(search, 'xyz');
    expect(await screen.findByText('No batch matches')).toBeVisible();
    await user.click(screen.getByRole('link', { name: 'Show all batches' }));
    expect(await card('other')).toBeDefined();
  });

  it('loads older batches by cursor', async () => {
    const first = { items: [batch('new', {})], next_cursor: 'c1' };
    const second = { items: [batch('old', {})], next_cursor: null };
    server.use(...world({ me }));
    server.use(
      http.get(url('/batches'), ({ request }) => {
        const cursor = new URL(request.url).searchParams.get('cursor');
        return HttpResponse.json(cursor === 'c1' ? second : first);
      }),
    );
    const { user } = renderApp('/batches');
    await card('new');
    await user.click(screen.getByRole('button', { name: 'Load older batches' }));
    expect(await card('old')).toBeDefined();
    expect(screen.queryByRole('button', { name: 'Load older batches' })).not.toBeInTheDocument();
  });

  it('shows why it cannot be loaded', async () => {
    server.use(...world({ me }));
    server.use(http.get(url('/batches'), () => problem(500, 'internal_error')));
    renderApp('/batches');
    const alert = await screen.findByRole('alert');
    expect(within(alert).getByRole('button', { name: 'Try again' })).toBeVisible();
  });
});
