import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { ErrorComparison } from '@/api/types';
import { makeRun } from '@/testing/data';
import { problem, url } from '@/testing/handlers';
import { renderApp } from '@/testing/render';
import { server } from '@/testing/server';
import { sweepResponse } from '../fixtures';
import { PATH, prepare, ranking, searchOf, serve } from '../testWorld';

vi.mock('@/charts/PlotHost', async () => (await import('../testWorld')).WITHOUT_WEBGL);
beforeEach(prepare);

const response = sweepResponse(24);
const [first = 0, second = 0, third = 0] = ranking(response);
const idOf = (number: number) => response.job_ids[response.numbers.indexOf(number)] ?? '';

const compared = (number: number, error: number): ErrorComparison['runs'][number] => ({
  job_id: idOf(number), number, name: '', batch_id: 'b1', error, rmse: error * 1.2, bias: 0.4,
  quantiles: { '0.1': -6, '0.9': 7 }, histogram_counts: [3, 5],
}); // prettier-ignore

const test = (
  number: number,
  fields: Partial<ErrorComparison['tests'][number]> = {},
): ErrorComparison['tests'][number] => ({
  job_id: idOf(number), against: idOf(first), mean_difference: 0.5, low: 0.1, high: 0.9,
  p_value: 0.012, p_value_raw: 0.006, better_rows: 0.61, verdict: 'better', method: 'paired_t',
  ...fields,
}); // prettier-ignore

const makeErrors = (fields: Partial<ErrorComparison> = {}): ErrorComparison => ({
  target: 'progression',
  task: 'regression',
  shared_rows: 89,
  classes: null,
  runs: [compared(first, 4), compared(second, 4.5), compared(third, 4.2)],
  histogram_edges: [-8, 0, 8],
  best: idOf(first),
  loss: 'absolute_error',
  tests: [test(second), test(third, { verdict: 'noise', p_value: 0.4 })],
  points: { index: [], actual: [], predicted: {}, sampled: false },
  missing: [],
  ...fields,
});

/** Opens the tab; `asked` collects which runs it asked for. */
async function openErrors(answer: () => Response, search = '') {
  const asked: string[][] = [];
  serve(response);
  server.use(
    http.get(url('/comparison/errors'), ({ request }) => {
      asked.push((new URL(request.url).searchParams.get('job_ids') ?? '').split(','));
      return answer();
    }),
  );
  const view = renderApp(`${PATH}?tab=errors${search}`);
  await screen.findByRole('tab', { name: 'Errors', selected: true });
  return { ...view, asked };
}

describe('the errors of several runs', () => {
  it('are of the best three, in words, in a table and as histograms', async () => {
    const { asked } = await openErrors(() => HttpResponse.json(makeErrors()));
    const panel = within(await screen.findByTestId('error-comparison'));
    expect(asked).toEqual([[first, second, third].map(idOf)]);
    expect(
      panel.getByText(`#${first}’s lead over #${second} is more than noise.`),
    ).toHaveTextContent('p = 0.012');
    expect(panel.getByText(`#${first}’s lead over #${third} is within noise.`)).toHaveTextContent(
      'p = 0.4',
    );
    expect(panel.getByText(/corrected for 2 tests \(Holm\)/)).toBeVisible();
    expect(panel.getByText(/on the 89 rows of progression/)).toBeVisible();
    const rows = panel.getAllByRole('row').slice(1);
    expect(rows.map((row) => row.dataset.run)).toEqual([`#${first}`, `#${third}`, `#${second}`]);
    expect(rows[2]).toHaveTextContent('0.5 (0.1 … 0.9)61%');
    // As the chart's name or, where it can't be drawn, in its place.
    expect(panel.getByRole('region', { name: 'Residuals of the runs' }).outerHTML).toContain(
      'mean 0.4, 80% between -6 and 7',
    );
  });

  it.each([
    ['rmse', 'squared_error'],
    ['mae', 'absolute_error'],
  ])('are compared by what %s is made of', async (objective, loss) => {
    const asked: (string | null)[] = [];
    serve(response);
    server.use(
      http.get(url('/comparison/errors'), ({ request }) => {
        asked.push(new URL(request.url).searchParams.get('loss'));
        return HttpResponse.json(makeErrors({ loss: 'squared_error' }));
      }),
    );
    renderApp(`${PATH}?tab=errors&obj=${objective}`);
    await screen.findByTestId('error-comparison');
    expect(asked).toEqual([loss]);
    expect(screen.getByText(/of the squared errors/)).toBeVisible();
    expect(screen.getByText(/^Mean squared error above the best/)).toBeVisible();
  });

  it('are of the pinned runs once some are', async () => {
    const { asked } = await openErrors(
      () => HttpResponse.json(makeErrors()),
      `&pin=${third},${second}`,
    );
    await screen.findByTestId('error-comparison');
    expect(asked).toEqual([[third, second].map(idOf)]);
    expect(screen.getByText(/^The pinned runs\./)).toBeVisible();
  });

  it('compare a single pinned run with the best other one', async () => {
    const { asked } = await openErrors(() => HttpResponse.json(makeErrors()), `&pin=${first}`);
    await waitFor(() => {
      expect(asked).toEqual([[first, second].map(idOf)]);
    });
  });

  it('say which runs are missing, why, and offer to train them again', async () => {
    const missing: ErrorComparison['missing'] = [
      { job_id: idOf(second), code: 'analysis_not_kept' },
      { job_id: idOf(third), code: 'other_rows' },
    ];
    await openErrors(() => HttpResponse.json(makeErrors({ missing, tests: [] })));
    const list = within(await screen.findByRole('region', { name: 'Not compared' }));
    expect(list.getByText(/its errors were not kept/)).toHaveTextContent(`#${second}`);
    expect(list.getByText(/held out other rows/)).toHaveTextContent(`#${third}`);
    expect(list.getAllByRole('button').map((button) => button.textContent)).toEqual([
      `Train #${second} again`,
    ]);
  });

  it('say why they can’t be compared, with the way to mend it', async () => {
    server.use(
      http.get(url('/experiments/:id'), ({ params }) =>
        HttpResponse.json(
          makeRun({ id: String(params.id), model_kept: params.id === idOf(first) }),
        ),
      ),
    );
    await openErrors(() => problem(409, 'runs_not_comparable', { detail: 'Too few rows.' }));
    expect(await screen.findByText('These runs can’t be compared row by row')).toBeVisible();
    expect(screen.getByText('Too few rows.')).toBeVisible();
    expect(await screen.findByRole('button', { name: `Train #${third} again` })).toBeVisible();
    expect(screen.queryByRole('button', { name: `Train #${first} again` })).toBeNull();
  });

  it('of classes are error rates without histograms', async () => {
    await openErrors(() =>
      HttpResponse.json(
        makeErrors({
          loss: 'zero_one',
          histogram_edges: [],
          runs: [compared(first, 0.1), compared(second, 0.125)],
          tests: [test(second, { method: 'mcnemar', p_value: 0.0001 })],
        }),
      ),
    );
    const panel = within(await screen.findByTestId('error-comparison'));
    expect(panel.getByText('12.5%')).toBeVisible();
    expect(panel.getByText('p < 0.001')).toBeVisible();
    expect(panel.getByText(/^McNemar/)).toBeVisible();
    expect(panel.queryByRole('region', { name: 'Residuals of the runs' })).toBeNull();
  });

  it('open a run', async () => {
    const { user, router } = await openErrors(() => HttpResponse.json(makeErrors()));
    expect(searchOf(router)).toEqual({ tab: 'errors' });
    server.use(http.get(url('/experiments/:id'), () => problem(404, 'experiment_not_found')));
    await user.click(await screen.findByRole('button', { name: `#${third}` }));
    await waitFor(() => {
      expect(router.state.location.pathname).toBe(`/experiments/${idOf(third)}`);
    });
  });
});
