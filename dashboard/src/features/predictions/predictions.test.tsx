import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { makeMe } from '@/testing/data';
import { FakeSocket } from '@/testing/fakeSocket';
import { problem, url, world } from '@/testing/handlers';
import { makePrediction } from '@/testing/models';
import { renderApp } from '@/testing/render';
import { server } from '@/testing/server';
import { serve } from './testWorld';

vi.mock('@/charts/PlotHost', async () => (await import('./testWorld')).WITHOUT_PLOTLY);

const me = makeMe();

beforeEach(() => {
  server.use(...world({ me }));
});

describe('the page of a prediction', () => {
  it('that runs shows its progress live, and cancels', async () => {
    const running = makePrediction({
      state: 'running',
      finished_at: null,
      row_count: 1000,
      rows_done: 100,
      progress: 0.1,
      preview: [],
    });
    const state = serve(running);
    server.use(
      http.post(url('/predictions/p1/cancel'), () => {
        state.prediction = { ...running, cancel_requested: true };
        return HttpResponse.json(state.prediction, { status: 202 });
      }),
    );
    const { user } = renderApp('/predictions/p1');
    expect(await screen.findByText('100 of 1,000 rows')).toBeVisible();
    const socket = FakeSocket.latest('/jobs/p1/stream');
    socket.serverOpens();
    const event = (id: number, fraction: number, second: number) => ({
      id: 1_000_000_000 + id,
      job_id: 'p1',
      attempt: 1,
      at: `2026-02-01T08:00:0${second}Z`,
      type: 'progress',
      data: { fraction, message: '' },
    });
    socket.serverSends([event(1, 0.2, 1), event(2, 0.4, 3)]);
    expect(await screen.findByText('400 of 1,000 rows')).toBeVisible();
    expect(screen.getByText('about 6 sec left')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Cancel the prediction' }));
    expect(await screen.findByRole('button', { name: 'Cancelling' })).toBeDisabled();
    expect(screen.getByRole('button', { name: 'Delete' })).toBeDisabled();
  });

  it('that waits tells its place and can be cancelled', async () => {
    serve(
      makePrediction({
        state: 'queued',
        rows_done: 0,
        preview: [],
        queue_position: 2,
        progress: 0,
      }),
    );
    renderApp('/predictions/p1');
    expect(await screen.findByText('Waiting for its turn')).toBeVisible();
    expect(screen.getByText('2 jobs before it')).toBeVisible();
    expect(screen.getByRole('button', { name: 'Cancel the prediction' })).toBeEnabled();
  });

  it('that was cancelled says what was kept, goes on, or starts again', async () => {
    const asked: string[] = [];
    const cancelled = makePrediction({
      state: 'cancelled',
      row_count: 90,
      rows_done: 41,
      resumable: true,
      source: 'horizon',
    });
    serve(cancelled);
    server.use(
      http.post(url('/predictions/p1/continue'), () => {
        asked.push('continue');
        return HttpResponse.json(cancelled, { status: 202 });
      }),
      http.post(url('/jobs/p1/retry'), () => {
        asked.push('retry');
        return HttpResponse.json({}, { status: 202 });
      }),
      http.get(url('/predictions/p1/result'), () =>
        HttpResponse.json({ columns: cancelled.columns, rows: cancelled.preview }),
      ),
    );
    const { user } = renderApp('/predictions/p1');
    expect(await screen.findByText('41 of 90 steps are done and kept.')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Continue' }));
    await user.click(screen.getByRole('button', { name: 'Start again' }));
    await waitFor(() => {
      expect(asked).toEqual(['continue', 'retry']);
    });
    await user.click(screen.getByRole('button', { name: 'Download' }));
    expect(await screen.findByText('41 rows of 90 so far')).toBeVisible();
  });

  it('that failed says why', async () => {
    const error = { code: 'model_refused', message: 'It was made by another version.' };
    serve(makePrediction({ state: 'failed', rows_done: 0, preview: [], error }));
    renderApp('/predictions/p1');
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('It was made by another version.');
    expect(alert).toHaveTextContent('model_refused');
    expect(screen.getByText('It ended before the first row was done.')).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Continue' })).toBeNull();
    expect(screen.getByRole('button', { name: 'Start again' })).toBeEnabled();
  });

  it('that is done shows numbers, chart, warnings and files', async () => {
    serve(
      makePrediction({
        row_count: 60,
        rows_done: 60,
        preview: Array.from({ length: 50 }, (_, row) => ({ row, prediction: 98.5 + row })),
        summary: {
          mean: 124.9,
          std: 26.4,
          min: 98.5,
          max: 151.25,
          histogram: { edges: [98.5, 124.9, 151.25], counts: [30, 30] },
          classes: null,
        },
        matching: {
          used: ['bmi', 'sex'],
          extra: ['city'],
          warnings: [
            {
              column: 'bmi',
              code: 'above_range',
              rows: 2,
              examples: [43.1],
              minimum: 18,
              maximum: 42.2,
            },
            {
              column: 'sex',
              code: 'unseen_category',
              rows: 1,
              examples: ['x'],
              minimum: null,
              maximum: null,
            },
          ],
        },
      }),
    );
    const { user } = renderApp('/predictions/p1');
    const table = await screen.findByRole('table', { name: 'First rows of the result' });
    expect(within(table).getByRole('row', { name: '1 99.5' })).toBeVisible();
    expect(within(table).queryByRole('row', { name: '49 147.5' })).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Show the first 50' }));
    expect(within(table).getByRole('row', { name: '49 147.5' })).toBeVisible();
    expect(screen.getByText('the first 50 of 60; the download has them all')).toBeVisible();
    expect(screen.getByRole('img', { name: /Histogram .* Mean 124\.9/ })).toBeInTheDocument();
    const warnings = screen.getByRole('region', { name: 'Unusual values' });
    expect(warnings).toHaveTextContent(
      'bmi is above all that was seen in training, in 2 rows (the greatest was 42.2). Such as 43.1.',
    );
    expect(warnings).toHaveTextContent('sex has a value that was not seen in training, in 1 row.');
    await user.click(screen.getByRole('button', { name: 'Download' }));
    for (const format of ['csv', 'parquet', 'json']) {
      const item = await screen.findByRole('menuitem', { name: new RegExp(`^${format}$`, 'i') });
      expect(item).toHaveAttribute('href', `/api/v1/predictions/p1/result?format=${format}`);
    }
  });

  it('for one row shows the class and how sure the model is', async () => {
    serve(
      makePrediction({
        task: 'classification',
        target: 'species',
        row_count: 1,
        rows_done: 1,
        columns: ['row', 'prediction', 'probability_cat', 'probability_dog'],
        preview: [{ row: 0, prediction: 'dog', probability_cat: 0.125, probability_dog: 0.875 }],
      }),
    );
    renderApp('/predictions/p1');
    const single = await screen.findByRole('region', { name: 'Result' });
    expect(single).toHaveTextContent('species, predicteddog');
    const shares = within(single)
      .getAllByRole('listitem')
      .map((item) => item.textContent);
    expect(shares).toEqual(['dog87.5%', 'cat12.5%']);
  });

  it('is deleted after a question', async () => {
    serve(makePrediction());
    server.use(http.delete(url('/predictions/p1'), () => new HttpResponse(null, { status: 204 })));
    const { user, router } = renderApp('/predictions/p1');
    await user.click(await screen.findByRole('button', { name: 'Delete' }));
    const dialog = await screen.findByRole('dialog');
    await user.click(within(dialog).getByRole('button', { name: 'Delete' }));
    await waitFor(() => {
      expect(router.state.location.pathname).toBe('/predictions');
    });
  });

  it('that is not there says so', async () => {
    server.use(http.get(url('/predictions/p1'), () => problem(404, 'prediction_not_found')));
    renderApp('/predictions/p1');
    expect(
      await screen.findByRole('heading', { name: 'This prediction does not exist' }),
    ).toBeVisible();
  });
});

describe('the list', () => {
  it('without any says where predictions come from', async () => {
    renderApp('/predictions');
    expect(await screen.findByText('No predictions yet')).toBeVisible();
  });

  it('shows those of one model and their state', async () => {
    let asked = '';
    server.use(
      http.get(url('/predictions'), ({ request }) => {
        asked = new URL(request.url).search;
        const items = [
          makePrediction({
            state: 'cancelled',
            rows_done: 1,
            model: { name: 'diabetes', version: 3, alias: null },
          }),
        ];
        return HttpResponse.json({ items, next_cursor: null });
      }),
    );
    renderApp('/predictions?model=diabetes&state=cancelled');
    const row = await screen.findByRole('row', { name: /diabetes v3: 2 rows/ });
    expect(row).toHaveTextContent('Cancelled');
    expect(row).toHaveTextContent('1 of 2');
    expect(within(row).getByRole('link', { name: 'diabetes v3' })).toHaveAttribute(
      'href',
      '/models/diabetes?version=3',
    );
    expect(new URLSearchParams(asked).get('model')).toBe('diabetes');
    expect(new URLSearchParams(asked).getAll('state')).toEqual(['cancelled']);
    expect(screen.getByRole('link', { name: 'Show all' })).toHaveAttribute('href', '/predictions');
  });
});
