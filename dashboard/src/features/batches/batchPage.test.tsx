import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Batch, Experiment } from '@/api/types';
import { makeBatch, makeMe } from '@/testing/data';
import { problem, url, world } from '@/testing/handlers';
import { renderApp } from '@/testing/render';
import { server } from '@/testing/server';
import { makeRun } from './fixtures';

const ERROR = { code: 'pipeline_error', message: 'Loss became NaN.' };

const RUNS = [
  makeRun({ id: 'r3', number: 3, state: 'failed', error: ERROR, metrics: {} }),
  makeRun({ id: 'r2', number: 2, metrics: { rmse: null } }),
  makeRun({ id: 'r1', number: 1, metrics: { rmse: 0 }, params: { learning_rate: 0.01 } }),
];

const BATCH = makeBatch({
  id: 'b1',
  name: 'sweep',
  state: 'mixed',
  job_count: 3,
  counts: { queued: 0, running: 0, succeeded: 2, failed: 1, cancelled: 0 },
  best: { job_id: 'r1', number: 1, metric: 'rmse', value: 0 },
  best_trace: [0],
  config: { max_iter: 100 },
  search: { strategy: 'grid', space: { learning_rate: [0.01, 0.1], max_bins: [255] } },
});

function serve(batch: Batch, runs: Experiment[]) {
  server.use(
    http.get(url('/batches/b1'), () => HttpResponse.json(batch)),
    http.get(url('/experiments'), ({ request }) => {
      const state = new URL(request.url).searchParams.get('state');
      const items = runs.filter((run) => state === null || run.state === state);
      return HttpResponse.json({ items, next_cursor: null });
    }),
  );
}

async function openBatch() {
  serve(BATCH, RUNS);
  const view = renderApp('/batches/b1');
  await screen.findByRole('table', { name: 'Runs of sweep' });
  return view;
}

const cells = (name: RegExp) =>
  within(screen.getByRole('row', { name }))
    .getAllByRole('cell')
    .map((cell) => cell.textContent);

beforeEach(() => {
  server.use(...world({ me: makeMe() }));
});

describe('the runs of a batch', () => {
  it('stand in order with what varied, their values and reasons', async () => {
    await openBatch();
    const links = screen.getAllByRole('link', { name: /^#\d/ }).map((link) => link.textContent);
    expect(links.slice(-3)).toEqual(['#1', '#2', '#3']);
    // A value of zero is a value, a missing one is not.
    expect(cells(/^Pick #1 /).slice(2)).toEqual(['Done', '0.000', '0.01', '800 ms', '']);
    expect(cells(/^Pick #2 /)[3]).toBe('—');
    expect(cells(/^Pick #3 /)).toContain('Loss became NaN.');
    expect(screen.queryByRole('columnheader', { name: 'max_bins' })).not.toBeInTheDocument();
  });

  it('are filtered by state', async () => {
    const { user } = await openBatch();
    await user.click(screen.getByRole('radio', { name: 'Failed 1' }));
    await waitFor(() => {
      expect(screen.queryByRole('row', { name: /^Pick #1 / })).not.toBeInTheDocument();
    });
    expect(screen.getByRole('row', { name: /^Pick #3 / })).toBeVisible();
  });
});

describe('the page of a batch', () => {
  it('tells what was asked and why runs failed', async () => {
    await openBatch();
    const settings = within(screen.getByRole('region', { name: 'Settings' }));
    expect(settings.getByText('0.01, 0.1')).toBeVisible();
    expect(settings.getByText('rmse · lower is better')).toBeVisible();
    const reasons = within(await screen.findByRole('list', { name: 'Why runs failed' }));
    expect(reasons.getByRole('listitem')).toHaveTextContent('1 × Loss became NaN.');
  });

  it('goes back to the list once the batch is deleted', async () => {
    const { user, router } = await openBatch();
    server.use(http.delete(url('/batches/b1'), () => new HttpResponse(null, { status: 204 })));
    await user.click(screen.getByRole('button', { name: 'Delete' }));
    const dialog = await screen.findByRole('dialog', { name: 'Delete sweep?' });
    await user.click(within(dialog).getByRole('button', { name: 'Delete' }));
    await waitFor(() => {
      expect(router.state.location.pathname).toBe('/batches');
    });
  });

  it('of a batch that is not there says so', async () => {
    server.use(
      http.get(url('/batches/b1'), () => problem(404, 'batch_not_found')),
      http.get(url('/experiments'), () => HttpResponse.json({ items: [], next_cursor: null })),
    );
    renderApp('/batches/b1');
    expect(await screen.findByRole('heading', { name: 'This batch does not exist' })).toBeVisible();
  });
});
