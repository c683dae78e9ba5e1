import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { makeBatch, makePipeline } from '@/testing/data';
import { problem, url } from '@/testing/handlers';
import { renderApp } from '@/testing/render';
import { server } from '@/testing/server';
import { makeRun, makeTable } from './fixtures';
import { formWorld } from './formWorld';

const sent = vi.fn<(body: unknown) => void>();

beforeEach(() => {
  sent.mockReset();
  server.use(
    ...formWorld(),
    http.post(url('/batches'), async ({ request }) => {
      sent(await request.json());
      return HttpResponse.json(makeBatch({ id: 'b9' }), { status: 202 });
    }),
  );
});

async function openForm(strategy: 'Random' | 'TPE' | null = 'TPE') {
  const view = renderApp('/batches/new');
  await screen.findByText(/^Start/);
  const { user } = view;
  if (strategy) await user.click(screen.getByLabelText(strategy));
  return {
    ...view,
    sweep: (title: string) =>
      user.click(screen.getByLabelText(`Sweep ${title} over several values`)),
    // By label: asking a form of this size for roles takes seconds on a busy machine.
    range: (title: string) => within(screen.getByLabelText(`Range of ${title}`)),
    summary: () => within(screen.getByLabelText('What will run')),
    async type(input: HTMLElement, text: string) {
      await user.clear(input);
      await user.click(input);
      await user.paste(text);
    },
  };
}

describe('a sampled batch', () => {
  it('starts with ranges from the schema and is sent with them', async () => {
    const form = await openForm();
    expect(screen.getByText(/Learns from the runs that ended/)).toBeVisible();
    await form.sweep('Learning rate');
    const rate = form.range('Learning rate');
    expect(rate.getByLabelText('From')).toHaveValue('0.01');
    expect(rate.getByLabelText('To')).toHaveValue('1');
    expect(rate.getByLabelText('Logarithmic scale')).toBeChecked();
    expect(rate.queryByLabelText('Step')).not.toBeInTheDocument();
    await form.type(rate.getByLabelText('From'), '0,001');
    await form.sweep('Early stopping');
    expect(form.summary().getByText('50 runs sampled from 2 settings')).toBeVisible();
    await form.type(screen.getByLabelText('Runs'), '20');
    await form.user.click(screen.getByLabelText(/^Stop hopeless runs early/));
    expect(form.summary().getByText(/stopped early/)).toBeVisible();
    await form.user.click(screen.getByText('Start 20 runs'));
    await waitFor(() => {
      expect(sent).toHaveBeenCalledOnce();
    });
    expect(sent.mock.calls[0]?.[0]).toMatchObject({
      search: {
        strategy: 'tpe',
        space: {
          learning_rate: { low: 0.001, high: 1, log: true },
          early_stopping: [true, false],
        },
        max_runs: 20,
        pruner: 'successive-halving',
      },
    });
  });

  it('gives no run up of a pipeline without a live curve, and says why', async () => {
    server.use(
      http.get(url('/pipelines'), () =>
        HttpResponse.json({ items: [makePipeline({ live_curve: false })] }),
      ),
    );
    const form = await openForm('TPE');
    expect(screen.getByLabelText(/^Stop hopeless runs early/)).toBeDisabled();
    expect(screen.getByText(/reports no live curve/)).toBeVisible();
    await form.sweep('Early stopping');
    expect(form.summary().queryByText(/stopped early/)).not.toBeInTheDocument();
  });

  it('draws by its seed, in steps where one is given', async () => {
    const form = await openForm('Random');
    await form.sweep('Leaves per tree');
    const leaves = form.range('Leaves per tree');
    await form.type(leaves.getByLabelText('To'), '64');
    await form.type(leaves.getByLabelText('Step'), '8');
    await form.type(screen.getByLabelText('Seed'), '4');
    await form.user.click(screen.getByText('Start 8 runs'));
    await waitFor(() => {
      expect(sent).toHaveBeenCalledOnce();
    });
    expect(sent.mock.calls[0]?.[0]).toMatchObject({
      seed: 4,
      search: {
        strategy: 'random',
        space: { max_leaf_nodes: { low: 2, high: 64, step: 8 } },
        max_runs: 50,
        seed: 4,
      },
    });
  });

  it('takes a list instead of a range, and says when it holds few combinations', async () => {
    const form = await openForm('Random');
    await form.sweep('Learning rate');
    const kind = screen.getByRole('radiogroup', { name: 'How values of Learning rate are given' });
    await form.user.click(within(kind).getByRole('radio', { name: 'List' }));
    const list = screen.getByLabelText('Values of Learning rate');
    expect(list).toHaveValue('0.01; 0.1; 1');
    await form.type(list, '0,01; 0,03');
    expect(form.summary().getByText(/only 2 combinations/)).toBeVisible();
    await form.user.click(within(kind).getByRole('radio', { name: 'Range' }));
    expect(form.range('Learning rate').getByLabelText('To')).toHaveValue('0.03');
  });

  it('says at the range what is wrong with it', async () => {
    const form = await openForm();
    await form.sweep('Learning rate');
    const low = form.range('Learning rate').getByLabelText('From');
    await form.type(low, '2');
    expect(low).toBeInvalid();
    expect(low).toHaveAccessibleDescription('From: At most 1.');
    await form.user.click(screen.getByText('Start'));
    expect(low).toHaveFocus();
    expect(sent).not.toHaveBeenCalled();
  });

  it('shows what the server says of the number of runs at its input', async () => {
    server.use(
      http.post(url('/batches'), () =>
        problem(422, 'invalid_search', {
          errors: [{ loc: ['body', 'search', 'max_runs'], message: 'is too many' }],
        }),
      ),
    );
    const form = await openForm();
    await form.sweep('Learning rate');
    await form.user.click(screen.getByText('Start 50 runs'));
    expect(await screen.findByText('is too many')).toBeVisible();
    expect(screen.getByLabelText('Runs')).toBeInvalid();
  });

  it('tells how long it may take once runs like it are known', async () => {
    const runs = [2, 4, 90].map((run_s, index) =>
      makeRun({ id: `r${index}`, timings: { queued_s: 0, run_s, fit_s: 1 } }),
    );
    server.use(
      http.get(url('/experiments'), () => HttpResponse.json({ items: runs, next_cursor: null })),
    );
    const form = await openForm();
    await form.sweep('Learning rate');
    expect(await form.summary().findByText(/About 3 min 20 sec of computing/)).toBeVisible();
  });
});

describe('a grid', () => {
  it('takes a range with a step as its values', async () => {
    const form = await openForm(null);
    await form.sweep('Leaves per tree');
    const kind = screen.getByRole('radiogroup', {
      name: 'How values of Leaves per tree are given',
    });
    await form.user.click(within(kind).getByRole('radio', { name: 'Range' }));
    const range = form.range('Leaves per tree');
    expect(screen.getByText('A grid needs a step.')).toBeVisible();
    await form.type(range.getByLabelText('From'), '10');
    await form.type(range.getByLabelText('To'), '30');
    await form.type(range.getByLabelText('Step'), '10');
    expect(range.getByText('3 values')).toBeVisible();
    await form.user.click(screen.getByText('Start 3 runs'));
    await waitFor(() => {
      expect(sent).toHaveBeenCalledOnce();
    });
    expect(sent.mock.calls[0]?.[0]).toMatchObject({
      search: { strategy: 'grid', space: { max_leaf_nodes: { low: 10, high: 30, step: 10 } } },
    });
  });
});

describe('limits', () => {
  it('are read with their units, shown as read, and sent', async () => {
    const form = await openForm(null);
    await form.user.click(screen.getByText('Advanced'));
    const time = screen.getByLabelText('Time a run');
    await form.type(time, '1,5 h');
    expect(time).toHaveAccessibleDescription(/= 1 hr 30 min\./);
    await form.type(screen.getByLabelText('Memory a run'), '2 GB');
    await form.type(screen.getByLabelText('Runs at a time'), '0');
    expect(screen.getByText('A whole number from 1 to 100,000.')).toBeVisible();
    await form.type(screen.getByLabelText('Runs at a time'), '2');
    await form.sweep('Leaves per tree');
    await form.type(screen.getByLabelText('Values of Leaves per tree'), '15; 31');
    await form.user.click(screen.getByText('Start 2 runs'));
    await waitFor(() => {
      expect(sent).toHaveBeenCalledOnce();
    });
    expect(sent.mock.calls[0]?.[0]).toMatchObject({
      parallelism: 2,
      limits: { seconds: 5400, memory_mb: 2048 },
    });
  });
});

describe('a column that is a setting', () => {
  it('is chosen among the columns of the dataset', async () => {
    const { user } = await openForm(null);
    await user.click(screen.getByRole('combobox', { name: 'Groups' }));
    await user.click(await screen.findByRole('option', { name: 'site' }));
    expect(screen.getByRole('combobox', { name: 'Groups' })).toHaveValue('site');
  });
});

describe('the pipeline', () => {
  const classifier = makePipeline({
    id: 'classifier',
    name: 'Classifier',
    i18n: {},
    task: 'classification',
    default_objective: { metric: 'accuracy', direction: 'maximize' },
    metrics: [{ name: 'accuracy', direction: 'maximize' }],
  });
  const forecaster = { ...classifier, id: 'forecaster', name: 'Forecaster', task: 'forecasting' };

  it('that fits the chosen target is proposed, and explains what it needs', async () => {
    server.use(
      http.get(url('/pipelines'), () =>
        HttpResponse.json({ items: [makePipeline(), classifier, forecaster] }),
      ),
      http.get(url('/datasets'), () =>
        HttpResponse.json({
          items: [
            makeTable({
              columns: [
                { name: 'kind', dtype: 'category', missing: 0, distinct: 3 },
                { name: 'month', dtype: 'datetime', missing: 0, distinct: 442 },
                { name: 'sales', dtype: 'number', missing: 0, distinct: 214 },
              ],
            }),
          ],
          next_cursor: null,
        }),
      ),
    );
    const { user } = await openForm(null);
    await user.click(screen.getByRole('combobox', { name: 'Target' }));
    await user.click(await screen.findByRole('option', { name: /^kind/ }));
    expect(screen.getByText(/kind is of type category; this pipeline needs numbers/)).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Use Classifier' }));
    expect(screen.queryByText(/this pipeline needs numbers/)).not.toBeInTheDocument();
    expect(screen.getByRole('combobox', { name: 'Objective' })).toHaveValue(
      'accuracy · higher is better',
    );

    await user.click(screen.getByRole('combobox', { name: 'Pipeline' }));
    await user.click(await screen.findByRole('option', { name: 'Forecaster' }));
    expect(screen.getByRole('combobox', { name: /Time column/ })).toHaveValue('month');
  });
});
