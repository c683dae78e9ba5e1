import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { beforeEach, expect, it } from 'vitest';
import type { Experiment } from '@/api/types';
import { makeMe } from '@/testing/data';
import { url, world } from '@/testing/handlers';
import { renderApp } from '@/testing/render';
import { server } from '@/testing/server';
import { makeRun, makeRunning } from './fixtures';

const RUNS = [
  makeRunning({ id: 'r2', name: 'alone' }),
  makeRun({ id: 'r1', name: 'sweep #4', metrics: { rmse: 0, r2: 1 } }),
];

function serve(runs: Experiment[]) {
  server.use(
    http.get(url('/experiments'), ({ request }) => {
      const state = new URL(request.url).searchParams.get('state');
      const items = runs.filter((run) => state === null || run.state === state);
      return HttpResponse.json({ items, next_cursor: null });
    }),
  );
}

beforeEach(() => {
  server.use(...world({ me: makeMe() }));
});

const table = async () => within(await screen.findByRole('table', { name: /^Runs/ }));

it('lists runs of batches and single ones, a metric of zero included', async () => {
  serve(RUNS);
  renderApp('/experiments');
  const rows = await table();
  expect(rows.getByRole('link', { name: 'alone' })).toHaveAttribute('href', '/experiments/r2');
  expect(rows.getByRole('row', { name: /sweep #4/ })).toHaveTextContent('rmse 0');
  expect(rows.getByRole('row', { name: /alone/ })).toHaveTextContent('Running');
});

it('filters by state and keeps the filter in the address', async () => {
  serve(RUNS);
  const { user, router } = renderApp('/experiments');
  await table();
  await user.click(screen.getByRole('radio', { name: 'Done' }));
  await waitFor(() => {
    expect(screen.queryByRole('link', { name: 'alone' })).not.toBeInTheDocument();
  });
  expect((await table()).getByRole('link', { name: 'sweep #4' })).toBeVisible();
  expect(router.state.location.search).toEqual({ state: 'succeeded' });
  await user.click(screen.getByRole('radio', { name: 'Failed' }));
  expect(await screen.findByText('No run is in this state.')).toBeVisible();
});

it('without any says what a run is', async () => {
  serve([]);
  renderApp('/experiments');
  expect(await screen.findByText('No runs yet')).toBeVisible();
});

it('compares the runs that were picked, of whatever batch', async () => {
  serve(['a', 'b', 'c'].map((id) => makeRun({ id, name: `run ${id}` })));
  const { user } = renderApp('/experiments');
  await user.click(await screen.findByRole('checkbox', { name: 'Pick run c to compare' }));
  expect(screen.getByText(/pick another one to compare/)).toBeVisible();
  expect(screen.queryByRole('link', { name: /^Compare/ })).toBeNull();
  await user.click(screen.getByRole('checkbox', { name: 'Pick run a to compare' }));
  const link = screen.getByRole('link', { name: 'Compare 2 runs' });
  expect(decodeURIComponent(link.getAttribute('href') ?? '')).toBe('/compare?runs=c,a');
  await user.click(screen.getByRole('button', { name: 'Clear' }));
  expect(screen.getByRole('checkbox', { name: 'Pick run a to compare' })).not.toBeChecked();
});
