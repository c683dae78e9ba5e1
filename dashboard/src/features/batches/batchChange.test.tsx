import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Batch, Experiment } from '@/api/types';
import { makeBatch, makeMe, makePipeline } from '@/testing/data';
import { problem, url, world } from '@/testing/handlers';
import { renderApp } from '@/testing/render';
import { server } from '@/testing/server';
import { makeRun } from './fixtures';

const sent = vi.fn<(body: unknown, key?: string | null) => void>();

const SAMPLED = makeBatch({
  id: 'b1',
  name: 'sweep',
  job_count: 50,
  counts: { queued: 46, running: 1, succeeded: 3, failed: 0, cancelled: 0 },
  search: {
    strategy: 'tpe',
    space: { learning_rate: { low: 0.001, high: 1, log: true }, early_stopping: [true, false] },
    max_runs: 50,
    pruner: 'successive-halving',
  },
  parallelism: 4,
  limits: { seconds: 600, memory_mb: 2048 },
  seed: 7,
});

function serve(batch: Batch, runs: Experiment[]) {
  server.use(
    ...world({ me: makeMe(), batches: [batch], pipelines: [makePipeline()] }),
    http.get(url('/batches/b1'), () => HttpResponse.json(batch)),
    http.get(url('/experiments'), () => HttpResponse.json({ items: runs, next_cursor: null })),
  );
}

async function openBatch(batch = SAMPLED) {
  serve(batch, [
    makeRun({
      id: 'r1',
      number: 1,
      stopped_early: true,
      stop_reason: 'pruned',
      params: { learning_rate: 0.023456789 },
    }),
    makeRun({ id: 'r2', number: 2, state: 'queued', config: {}, params: {}, metrics: {} }),
  ]);
  const view = renderApp('/batches/b1');
  await screen.findByRole('table', { name: 'Runs of sweep' });
  return view;
}

beforeEach(() => {
  sent.mockReset();
});

describe('a sampled batch', () => {
  it('says how it searches, what its runs may use and how far it is', async () => {
    await openBatch();
    const settings = within(screen.getByRole('region', { name: 'Settings' }));
    expect(settings.getByText('TPE · hopeless runs stopped early')).toBeVisible();
    expect(settings.getByText('10 min · 2,048 MB')).toBeVisible();
    expect(settings.getByText('1e-3 – 1')).toBeVisible();
    expect(screen.getByText(/TPE search · /)).toBeVisible();
    expect(
      screen.getByText(/^3 of 50 runs ended · .* so far · about 1 min 30 sec left$/),
    ).toBeVisible();
  });

  it('marks runs that were stopped early, and shows those whose settings are not chosen yet', async () => {
    await openBatch();
    const stopped = within(screen.getByRole('row', { name: /^Pick #1 / }));
    expect(stopped.getByText('given up')).toHaveAttribute(
      'title',
      expect.stringMatching(/far behind the other runs/),
    );
    expect(stopped.getByText('0.02346')).toHaveAttribute('title', '0.023456789');
    const waiting = within(screen.getByRole('row', { name: /^Pick #2 / }));
    expect(waiting.getAllByRole('img', { name: 'chosen when the run starts' })).toHaveLength(2);
  });

  it('without a strategy in its settings is a grid', async () => {
    await openBatch({ ...SAMPLED, search: { space: { learning_rate: [0.01, 0.1] } } });
    expect(screen.getByText('Grid')).toBeVisible();
  });
});

describe('editing a batch', () => {
  it('changes its name and how many runs run at a time', async () => {
    const { user } = await openBatch();
    server.use(
      http.patch(url('/batches/b1'), async ({ request }) => {
        sent(await request.json());
        return HttpResponse.json(SAMPLED);
      }),
    );
    await user.click(screen.getByRole('button', { name: 'Edit' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Edit sweep' }));
    const name = dialog.getByLabelText('Name');
    await user.clear(name);
    expect(dialog.getByText('A name has 1 to 255 characters.')).toBeVisible();
    await user.click(dialog.getByRole('button', { name: 'Save' }));
    expect(sent).not.toHaveBeenCalled();
    await user.type(name, 'deep sweep');
    await user.clear(dialog.getByLabelText('Runs at a time'));
    await user.click(dialog.getByRole('button', { name: 'Save' }));
    await waitFor(() => {
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
    });
    expect(sent).toHaveBeenCalledExactlyOnceWith({ name: 'deep sweep', parallelism: null });
  });
});

describe('adding runs', () => {
  async function openDialog(batch = SAMPLED) {
    const view = await openBatch(batch);
    await view.user.click(screen.getByRole('button', { name: 'Add runs' }));
    const dialog = await screen.findByRole('dialog', { name: 'Add runs to sweep' });
    await within(dialog).findByRole('group', { name: 'Range of Learning rate' });
    return { ...view, dialog: within(dialog) };
  }

  function answerExtend(answer: () => Response) {
    server.use(
      http.post(url('/batches/b1/extend'), async ({ request }) => {
        sent(await request.json(), request.headers.get('Idempotency-Key'));
        return answer();
      }),
    );
  }

  it('starts with the space of the batch and sends another one with the number of runs', async () => {
    answerExtend(() => HttpResponse.json(SAMPLED, { status: 202 }));
    const { user, dialog } = await openDialog();
    const range = within(dialog.getByRole('group', { name: 'Range of Learning rate' }));
    await user.clear(range.getByLabelText('To'));
    await user.type(range.getByLabelText('To'), '0,1');
    await user.click(dialog.getByLabelText('Do not vary Early stopping'));
    await user.type(dialog.getByLabelText('More runs'), '20');
    await user.click(dialog.getByRole('button', { name: 'Add 20 runs' }));
    await waitFor(() => {
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
    });
    expect(sent).toHaveBeenCalledExactlyOnceWith(
      {
        search: {
          strategy: 'tpe',
          space: { learning_rate: { low: 0.001, high: 0.1, log: true } },
          max_runs: 20,
          pruner: 'successive-halving',
        },
      },
      expect.stringMatching(/^[0-9a-f]{32}$/),
    );
  });

  it('shows what the server refuses beside what it refuses', async () => {
    answerExtend(() =>
      problem(422, 'invalid_search', {
        errors: [
          { loc: ['body', 'search', 'space', 'learning_rate'], message: 'is too wide' },
          { loc: ['body', 'search', 'max_runs'], message: 'is too many' },
        ],
      }),
    );
    const { user, dialog } = await openDialog();
    await user.click(dialog.getByRole('button', { name: 'Add 50 runs' }));
    const setting = within(await dialog.findByRole('region', { name: 'Learning rate' }));
    expect(await setting.findByText('is too wide')).toBeVisible();
    expect(dialog.getByText('is too many')).toBeVisible();
  });

  it('varies another setting too', async () => {
    const { user, dialog } = await openDialog();
    await user.click(dialog.getByRole('combobox', { name: 'Vary another setting' }));
    await user.click(await screen.findByRole('option', { name: 'Leaves per tree' }));
    expect(dialog.getByRole('group', { name: 'Range of Leaves per tree' })).toBeVisible();
  });
});
