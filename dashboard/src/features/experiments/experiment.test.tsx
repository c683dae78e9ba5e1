import { act, screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Experiment } from '@/api/types';
import { setLanguage } from '@/i18n';
import { makeBatch, makeMe, makePipeline } from '@/testing/data';
import { FakeSocket } from '@/testing/fakeSocket';
import { problem, url, world } from '@/testing/handlers';
import { renderApp } from '@/testing/render';
import { server } from '@/testing/server';
import { makeEvent, makeRun, makeRunning } from './fixtures';

const NORMAL_CLOSE = 1000;

beforeEach(() => {
  server.use(...world({ me: makeMe(), pipelines: [makePipeline()] }));
});

const answer = (run: Experiment) => {
  server.use(http.get(url('/experiments/r1'), () => HttpResponse.json(run)));
};

async function openRun(run: Experiment) {
  answer(run);
  const view = renderApp('/experiments/r1');
  await screen.findByRole('heading', { level: 1, name: /Run|Deney/ });
  const stream = FakeSocket.latest('/jobs/r1/stream');
  act(() => {
    stream.serverOpens();
  });
  const send = (...events: ReturnType<typeof makeEvent>[]) => {
    act(() => {
      stream.serverSends(events);
    });
  };
  return { ...view, stream, send };
}

const section = (name: RegExp | string) => within(screen.getByRole('region', { name }));

describe('the metrics of a run', () => {
  it('say by how much it beats the baseline, each in its direction', async () => {
    await openRun(makeRun());
    const metrics = section(/^Metrics/);
    expect(metrics.getByText('54.1')).toBeVisible();
    expect(
      await metrics.findByText('29.9% better than always predicting the mean (77.2)'),
    ).toBeVisible();
    // A share of a baseline of about zero says nothing, so the difference is told.
    expect(
      metrics.getByText('0.451 better than always predicting the mean (-0.001)'),
    ).toBeVisible();
    expect(metrics.getByText('lower is better')).toBeVisible();
    expect(metrics.getByText('on 89 held-out rows')).toBeVisible();
  });

  it('say so when it is worse, and keep zero apart from no value', async () => {
    await openRun(makeRun({ metrics: { rmse: 80, r2: null } }));
    const metrics = section(/^Metrics/);
    expect(await metrics.findByText(/worse than always predicting the mean/)).toBeVisible();
    expect(metrics.getByText('The run has no value for this metric.')).toBeVisible();
  });

  it('use the numbers of the language', async () => {
    await setLanguage('tr');
    await openRun(makeRun());
    expect(section(/^Ölçütler/).getByText('54,1')).toBeVisible();
    // Settings stay as they would be typed.
    expect(section('Ayarlar').getByText('1.9e-4')).toBeVisible();
  });
});

it('says why a run stopped early beside its curve', async () => {
  const early = { stopped_early: true, curves: { loss: [[1, 2] as [number, number]] } };
  await openRun(makeRun({ ...early, stop_reason: 'pruned' }));
  expect(section(/^Learning curve/).getByText(/^Given up by the search/)).toBeVisible();
  expect(screen.queryByText(/no longer improved/)).not.toBeInTheDocument();
});

describe('a run under way', () => {
  it('waits for its first step, then draws what comes and tells it in words', async () => {
    const { send } = await openRun(makeRunning());
    const curve = section('Learning curve');
    expect(curve.getByText('First step not reached')).toBeVisible();
    send(
      makeEvent(1, { type: 'state', data: { state: 'running' } }),
      makeEvent(2, { type: 'metric', data: { step: 1, loss: 0.9 } }),
      makeEvent(3, { type: 'metric', data: { step: 2, loss: 0.4 } }),
      makeEvent(4, { type: 'progress', data: { fraction: 0.5, message: 'Round 2 of 4' } }),
    );
    expect(await curve.findByRole('img')).toHaveAccessibleName(
      'loss over 2 steps: last 0.4, lowest 0.4, highest 0.9',
    );
    expect(screen.getByText('50% · Round 2 of 4')).toBeVisible();
    expect(curve.queryByText('First step not reached')).not.toBeInTheDocument();
  });

  it('shows its result as soon as the stream ends', async () => {
    const { stream, send } = await openRun(makeRunning());
    expect(section(/^Metrics/).getByText(/when the run has ended/)).toBeVisible();
    answer(makeRun());
    send(makeEvent(1, { type: 'state', data: { state: 'succeeded' } }));
    act(() => {
      stream.serverCloses(NORMAL_CLOSE);
    });
    expect(await section(/^Metrics/).findByText('54.1')).toBeVisible();
  });

  it('is cancelled after a question', async () => {
    const { user } = await openRun(makeRunning());
    const cancelled = vi.fn();
    server.use(
      http.post(url('/jobs/r1/cancel'), () => {
        cancelled();
        answer(makeRunning({ cancel_requested: true }));
        return HttpResponse.json(makeRunning({ cancel_requested: true }), { status: 202 });
      }),
    );
    await user.click(screen.getByRole('button', { name: 'Cancel' }));
    const dialog = await screen.findByRole('dialog', { name: 'Cancel this run?' });
    expect(cancelled).not.toHaveBeenCalled();
    await user.click(within(dialog).getByRole('button', { name: 'Cancel the run' }));
    const button = await screen.findByRole('button', { name: 'Cancelling' });
    expect(button).toBeDisabled();
    expect(cancelled).toHaveBeenCalledOnce();
  });

  it('asks for its stored log while the stream is interrupted, and says so', async () => {
    const { stream, send } = await openRun(makeRunning());
    const first = makeEvent(1, { type: 'log', data: { level: 'info', message: 'streamed' } });
    const second = makeEvent(2, { type: 'log', data: { level: 'info', message: 'stored' } });
    send(first);
    const asked = vi.fn<(after: string | null) => void>();
    server.use(
      http.get(url('/jobs/r1/events'), ({ request }) => {
        asked(new URL(request.url).searchParams.get('after'));
        return HttpResponse.json({ items: [second], last_id: second.id });
      }),
    );
    act(() => {
      stream.serverCloses(1006);
    });
    expect(await section(/^Log/).findByText('2 lines')).toBeVisible();
    expect(asked).toHaveBeenCalledWith(String(first.id));
    expect(screen.getByText(/Live updates are interrupted/)).toBeVisible();
  });

  it('in the queue tells its place', async () => {
    await openRun(makeRunning({ state: 'queued', started_at: null, queue_position: 2 }));
    expect(screen.getByText(/2 runs before it/)).toBeVisible();
  });
});

describe('a failed run', () => {
  const error = { code: 'out_of_memory', message: 'The fit needed more than 2 GB.' };
  const failed = makeRun({ state: 'failed', error, metrics: {}, baseline_metrics: {} });

  it('says why, by code and with the end of its log', async () => {
    const { send } = await openRun(failed);
    send(
      makeEvent(1, { type: 'log', data: { level: 'info', message: 'Round 7' } }),
      makeEvent(2, { type: 'error', data: error }),
    );
    const alert = within(screen.getByRole('alert'));
    expect(alert.getByText('It ran out of memory.')).toBeVisible();
    expect(alert.getByText(/The fit needed more than 2 GB/)).toBeVisible();
    expect(alert.getByText('out_of_memory')).toBeVisible();
    expect(alert.getByText('Round 7')).toBeVisible();
    expect(section(/^Metrics/).getByText('The run ended without metrics.')).toBeVisible();
  });

  it('runs again on demand and follows the new attempt', async () => {
    const { user } = await openRun(failed);
    server.use(
      http.post(url('/jobs/r1/retry'), () => {
        answer(makeRunning({ state: 'queued', attempt: 2 }));
        return HttpResponse.json(makeRunning({ attempt: 2 }), { status: 202 });
      }),
    );
    const before = FakeSocket.all.length;
    await user.click(screen.getByRole('button', { name: 'Run again' }));
    expect(await screen.findByText('Waiting')).toBeVisible();
    await waitFor(() => {
      expect(FakeSocket.all.length).toBeGreaterThan(before);
    });
  });

  it('says why it cannot run again', async () => {
    const { user } = await openRun(failed);
    server.use(http.post(url('/jobs/r1/retry'), () => problem(503, 'database_unavailable')));
    await user.click(screen.getByRole('button', { name: 'Run again' }));
    expect(await screen.findByText('The database is not available')).toBeVisible();
  });
});

describe('where a run comes from', () => {
  it('names data, code and versions, and how to repeat it', async () => {
    const { user } = await openRun(makeRun());
    const origin = section('Provenance');
    expect(origin.getByText('ab'.repeat(32))).toBeVisible();
    expect(origin.getByText(/numpy==2.3.0\s+scikit-learn==1.7.2/)).toBeInTheDocument();
    await user.click(origin.getByText('Run it again by REST'));
    const command = origin.getByText(/curl -X POST/);
    expect(command).toHaveTextContent('"learning_rate": 0.00019');
    expect(command).toHaveTextContent('"seed": 7');
  });

  it('marks the settings that were swept and puts them first', async () => {
    await openRun(makeRun());
    const rows = section('Settings').getAllByRole('row');
    expect(rows[1]).toHaveTextContent('learning_rateswept1.9e-4');
    expect(rows[2]).toHaveTextContent('max_iter100');
  });

  it('copies, and says so', async () => {
    const { user } = await openRun(makeRun());
    await user.click(section('Settings').getByRole('button', { name: 'Copy as JSON' }));
    expect(await section('Settings').findByText('Copied')).toBeVisible();
    expect(JSON.parse(await navigator.clipboard.readText())).toEqual(makeRun().config);
  });

  it('leads back to its batch', async () => {
    server.use(
      http.get(url('/batches/b1'), () => HttpResponse.json(makeBatch({ id: 'b1', name: 'sweep' }))),
    );
    await openRun(makeRun({ batch_id: 'b1' }));
    expect(await screen.findByRole('link', { name: 'sweep' })).toHaveAttribute(
      'href',
      '/batches/b1',
    );
  });
});

it('a run that is not there says so', async () => {
  server.use(http.get(url('/experiments/r1'), () => problem(404, 'experiment_not_found')));
  renderApp('/experiments/r1');
  expect(await screen.findByRole('heading', { name: 'This run does not exist' })).toBeVisible();
});
