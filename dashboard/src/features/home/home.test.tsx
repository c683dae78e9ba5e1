import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { makeBatch, makeDataset, makeJob, makeMe } from '@/testing/data';
import { FakeSocket } from '@/testing/fakeSocket';
import { world } from '@/testing/handlers';
import { renderApp } from '@/testing/render';
import { server } from '@/testing/server';

const me = makeMe();
const ended = makeBatch({
  id: 'b9',
  name: 'finished sweep',
  state: 'succeeded',
  finished_at: '2026-01-31T10:00:00Z',
  best: { job_id: 'j1', number: 11, metric: 'rmse', value: 54.213 },
});

const step = () => document.querySelector('[aria-current=step]');

describe('the checklist', () => {
  it('starts with data', async () => {
    server.use(...world({ me }));
    renderApp('/');
    expect(await screen.findByRole('heading', { name: 'Your first comparison' })).toBeVisible();
    expect(step()).toHaveTextContent('Add data');
  });

  it('goes on to the batch once there is data', async () => {
    server.use(...world({ me, datasets: [makeDataset({ id: 'd1' })] }));
    renderApp('/');
    await screen.findByRole('heading', { name: 'Your first comparison' });
    expect(step()).toHaveTextContent('Choose a pipeline');
    const links = screen.getAllByRole('link', { name: 'New batch' });
    expect(links.map((link) => link.getAttribute('href'))).toContain('/batches/new?dataset=d1');
  });

  it('is gone once a batch has ended', async () => {
    server.use(...world({ me, datasets: [makeDataset()], batches: [ended] }));
    renderApp('/');
    const table = await screen.findByRole('table', { name: 'Recent results' });
    expect(within(table).getByRole('row', { name: /finished sweep/ })).toHaveTextContent('54.21');
    expect(within(table).getByRole('link', { name: 'Analyze finished sweep' })).toHaveAttribute(
      'href',
      '/batches/b9/compare',
    );
    expect(screen.queryByText('Your first comparison')).not.toBeInTheDocument();
  });
});

describe('running work', () => {
  it('shows batches and single runs, and moves with the feed', async () => {
    const batch = makeBatch({ id: 'b1', name: 'live sweep', progress: 0.5 });
    const jobs = [makeJob({ id: 'j1', name: 'lone run' }), makeJob({ id: 'j2', batch_id: 'b1' })];
    server.use(...world({ me, batches: [batch], running: jobs }));
    renderApp('/');
    expect(await screen.findByRole('link', { name: 'live sweep' })).toBeVisible();
    expect(await screen.findByRole('link', { name: 'lone run' })).toBeVisible();
    expect(within(screen.getByRole('main')).getAllByRole('progressbar')).toHaveLength(2);
    expect(screen.getByText('50%')).toBeVisible();
    expect(screen.getByText(/3 of 6 runs ended/)).toBeVisible();

    FakeSocket.latest('/feed').serverOpens();
    expect(await screen.findByText('Live · 2 runs in progress')).toBeVisible();
    FakeSocket.latest('/feed').serverSends([
      { type: 'batch', id: 'b1', state: 'running', progress: 0.75, at: '2026-01-31T10:00:00Z' },
    ]);
    expect(await screen.findByText('75%')).toBeVisible();
  });
});
