import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { makeBatch } from '@/testing/data';
import { problem, url } from '@/testing/handlers';
import { renderApp } from '@/testing/render';
import { server } from '@/testing/server';
import { makeRun } from './fixtures';
import { formWorld } from './formWorld';

const sent = vi.fn<(path: string, body: unknown, key: string | null) => void>();

function record(path: '/batches' | '/experiments', answer: () => Response) {
  return http.post(url(path), async ({ request }) => {
    sent(path, await request.json(), request.headers.get('Idempotency-Key'));
    return answer();
  });
}

beforeEach(() => {
  sent.mockReset();
  server.use(
    ...formWorld(),
    record('/batches', () => HttpResponse.json(makeBatch({ id: 'b9' }), { status: 202 })),
    record('/experiments', () => HttpResponse.json(makeRun({ id: 'r9' }), { status: 202 })),
  );
});

async function openForm(path = '/batches/new') {
  const view = renderApp(path);
  await screen.findByRole('button', { name: /Start/ });
  const { user } = view;
  return {
    ...view,
    async sweep(title: string) {
      await user.click(screen.getByLabelText(`Sweep ${title} over several values`));
    },
    async values(title: string, text: string) {
      const input = screen.getByLabelText(`Values of ${title}`);
      await user.clear(input);
      await user.click(input);
      await user.paste(text);
    },
    summary: () => within(screen.getByRole('region', { name: 'What will run' })),
  };
}

type OpenForm = Awaited<ReturnType<typeof openForm>>;

async function sweepThree(form: OpenForm) {
  await form.sweep('Learning rate');
  await form.values('Learning rate', '0,01; 0,03; 0,1; 0,3');
  await form.sweep('Leaves per tree');
  await form.values('Leaves per tree', '15, 31, 63');
  await form.sweep('Early stopping');
  await form.user.click(screen.getByRole('checkbox', { name: 'yes' }));
}

describe('a sweep', () => {
  it('is counted before it starts and sent as a grid', async () => {
    const form = await openForm();
    await sweepThree(form);
    expect(form.summary().getByText('4 × 3 × 2 = 24 runs')).toBeVisible();
    await form.user.click(screen.getByRole('button', { name: 'Start 24 runs' }));
    await waitFor(() => {
      expect(form.router.state.location.pathname).toBe('/batches/b9');
    });
    expect(sent).toHaveBeenCalledExactlyOnceWith(
      '/batches',
      {
        kind: 'experiment',
        name: 'gradient-boosting-diabetes',
        pipeline: 'gradient-boosting',
        dataset_id: 'd1',
        target: 'progression',
        config: { max_depth: null, exclude_columns: [], cv_group: null },
        search: {
          strategy: 'grid',
          space: {
            learning_rate: [0.01, 0.03, 0.1, 0.3],
            max_leaf_nodes: [15, 31, 63],
            early_stopping: [true, false],
          },
        },
        objective: { metric: 'rmse', direction: 'minimize' },
      },
      expect.stringMatching(/^[0-9a-f]{32}$/),
    );
  });

  it('shows what was read, value by value, and what was not', async () => {
    const form = await openForm();
    await form.sweep('Learning rate');
    await form.values('Learning rate', '0,01; 5; abc');
    const field = screen.getByRole('textbox', { name: 'Values of Learning rate' });
    expect(field).toHaveAccessibleDescription(/0\.01/);
    expect(field).toBeInvalid();
    expect(screen.getByText('"5": At most 1.')).toBeVisible();
    expect(screen.getByText('"abc" is not a number.')).toBeVisible();
    await form.user.click(screen.getByRole('button', { name: 'Start' }));
    expect(field).toHaveFocus();
    expect(form.summary().getByRole('alert')).toHaveTextContent('1 field needs your attention.');
    expect(sent).not.toHaveBeenCalled();
  });

  it('takes none as a value of a parameter that may be empty', async () => {
    const form = await openForm();
    await form.sweep('Tree depth');
    await form.values('Tree depth', 'none; 3; 6');
    await form.user.click(screen.getByRole('button', { name: 'Start 3 runs' }));
    await waitFor(() => {
      expect(sent).toHaveBeenCalledOnce();
    });
    expect(sent.mock.calls[0]?.[1]).toMatchObject({
      search: { space: { max_depth: [null, 3, 6] } },
    });
  });

  it('is not offered for what is kept out of searches: a list stays one value', async () => {
    const form = await openForm();
    const name = 'Sweep Columns to leave out over several values';
    expect(screen.queryByRole('switch', { name })).not.toBeInTheDocument();
    await form.user.type(
      screen.getByRole('combobox', { name: 'Columns to leave out' }),
      'bmi{Enter}',
    );
    await form.user.click(screen.getByRole('button', { name: 'Start the run' }));
    await waitFor(() => {
      expect(sent).toHaveBeenCalledOnce();
    });
    expect(sent.mock.calls[0]?.[0]).toBe('/experiments');
    expect(sent.mock.calls[0]?.[1]).toMatchObject({ config: { exclude_columns: ['bmi'] } });
  });

  it('over 10,000 runs is refused before it is sent', async () => {
    const form = await openForm();
    await form.sweep('Learning rate');
    await form.values(
      'Learning rate',
      Array.from({ length: 101 }, (_, i) => `0.5${i}1`).join('; '),
    );
    await form.sweep('Leaves per tree');
    await form.values('Leaves per tree', Array.from({ length: 100 }, (_, i) => i + 2).join('; '));
    expect(form.summary().getByText('101 × 100 = 10,100 runs')).toBeVisible();
    expect(form.summary().getByText(/over the limit of 10,000/)).toBeVisible();
    expect(screen.getByRole('button', { name: 'Start 10,100 runs' })).toBeDisabled();
  });

  it('turned off again leaves the single value as it was', async () => {
    const form = await openForm();
    await form.sweep('Learning rate');
    await form.values('Learning rate', '0.2; 0.3');
    await form.sweep('Learning rate');
    expect(screen.getByRole('textbox', { name: 'Learning rate' })).toHaveValue('0.1');
    expect(form.summary().getByText('No parameter is swept: one run')).toBeVisible();
  });
});

describe('a single run', () => {
  it('goes to experiments with the values as typed, a decimal comma included', async () => {
    const form = await openForm();
    const rate = screen.getByRole('textbox', { name: 'Learning rate' });
    await form.user.clear(rate);
    await form.user.type(rate, '0,25');
    await form.user.type(screen.getByRole('textbox', { name: 'Seed' }), '7');
    await form.user.click(screen.getByRole('button', { name: 'Start the run' }));
    await waitFor(() => {
      expect(form.router.state.location.pathname).toBe('/experiments/r9');
    });
    expect(sent.mock.calls[0]?.[0]).toBe('/experiments');
    expect(sent.mock.calls[0]?.[1]).toMatchObject({ config: { learning_rate: 0.25 }, seed: 7 });
  });

  it.each([
    ['2', 'At most 1.'],
    ['abc', 'Expected: a number.'],
  ])('with %s out of its bounds says so at the field and is not sent', async (text, message) => {
    const form = await openForm();
    const rate = screen.getByRole('textbox', { name: 'Learning rate' });
    await form.user.clear(rate);
    await form.user.type(rate, text);
    expect(rate).toHaveValue(text);
    expect(rate).toHaveAccessibleDescription(expect.stringContaining(message) as string);
    await form.user.click(screen.getByRole('button', { name: 'Start the run' }));
    expect(rate).toHaveFocus();
    expect(sent).not.toHaveBeenCalled();
  });
});

describe('a refusal of the server', () => {
  it('is shown at the fields it names and goes when they change', async () => {
    server.use(
      record('/batches', () =>
        problem(422, 'invalid_config', {
          errors: [
            { loc: ['body', 'search', 'space', 'learning_rate', 1], message: 'is too large' },
            { loc: ['body', 'target'], message: 'is not good' },
            { loc: ['body', 'search', 'oddity'], message: 'is too small' },
          ],
        }),
      ),
    );
    const form = await openForm();
    await form.sweep('Learning rate');
    await form.values('Learning rate', '0.1; 0.2');
    await form.user.click(screen.getByRole('button', { name: 'Start 2 runs' }));
    expect(await screen.findByText('is too large')).toBeVisible();
    expect(screen.getByText('is not good')).toBeVisible();
    expect(form.summary().getByRole('alert')).toHaveTextContent('search.oddity: is too small');
    await form.values('Learning rate', '0.1; 0.15');
    expect(screen.queryByText('is too large')).not.toBeInTheDocument();
    expect(screen.getByText('is not good')).toBeVisible();
  });

  it('without fields is shown at the button; the same request keeps its key', async () => {
    server.use(record('/batches', () => problem(503, 'database_unavailable')));
    const form = await openForm();
    await form.sweep('Learning rate');
    await form.values('Learning rate', '0.1; 0.2');
    await form.user.click(screen.getByRole('button', { name: 'Start 2 runs' }));
    expect(await form.summary().findByText('It could not be started')).toBeVisible();
    await form.user.click(screen.getByRole('button', { name: 'Start 2 runs' }));
    await waitFor(() => {
      expect(sent).toHaveBeenCalledTimes(2);
    });
    await form.values('Learning rate', '0.1; 0.3');
    await form.user.click(screen.getByRole('button', { name: 'Start 2 runs' }));
    await waitFor(() => {
      expect(sent).toHaveBeenCalledTimes(3);
    });
    const [first, second, third] = sent.mock.calls.map(([, , key]) => key);
    expect(second).toBe(first);
    expect(third).not.toBe(first);
  });
});
