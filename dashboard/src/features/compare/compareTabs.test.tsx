import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Batch, Comparison, CurvesAnswer } from '@/api/types';
import { url } from '@/testing/handlers';
import { renderApp } from '@/testing/render';
import { server } from '@/testing/server';
import { sweepResponse } from './fixtures';
import { batch, open, PATH, prepare, ranking, searchOf, serve } from './testWorld';

vi.mock('@/charts/PlotHost', async () => (await import('./testWorld')).WITHOUT_WEBGL);
beforeEach(prepare);

const response = sweepResponse(24);
const [best = 0, second = 0] = ranking(response);

function curvesOf(numbers: number[], change: Partial<CurvesAnswer> = {}): CurvesAnswer {
  return {
    batch_id: 'b1',
    names: ['train_rmse', 'validation_rmse'],
    name: 'validation_rmse',
    run_count: 20,
    runs: numbers.map((number) => ({
      job_id: `job-${number}`, number, state: 'succeeded', points: [[1, 5], [2, null], [3, number]],
    })),
    band: { steps: [1, 3], lower: [4, 1], median: [5, 2], upper: [6, 3], counts: [20, 18] },
    ...change,
  }; // prettier-ignore
}

const highlighted = (kind: string) =>
  document.querySelector(`[data-kind="${kind}"]`)?.getAttribute('data-run');

describe('the tabs', () => {
  it('walk with the arrow keys and are in the address', async () => {
    const { user, router } = await open(response, PATH, { curves: curvesOf([best]) });
    await user.click(screen.getByRole('tab', { name: 'Parallel coordinates' }));
    await user.keyboard('{ArrowRight}');
    expect(screen.getByRole('tab', { name: 'Learning curves' })).toHaveFocus();
    expect(searchOf(router)).toEqual({ tab: 'curves' });
    await user.keyboard('{ArrowLeft}');
    expect(searchOf(router)).toEqual({});
  });
});

describe('learning curves', () => {
  it('draw the asked runs, the best one standing out, and say so in words', async () => {
    await open(response, `${PATH}?tab=curves&pin=${second}`, { curves: curvesOf([best, second]) });
    const chart = await screen.findByRole('img', {
      name: /Learning curves validation_rmse: 2 runs/,
    });
    expect(chart.getAttribute('aria-label')).toContain(`The best run #${best} ends at step 3`);
    expect(highlighted('best')).toBe(String(best));
    expect(highlighted('pinned')).toBe(String(second));
    expect(document.querySelectorAll('path[data-kind="median"]')).toHaveLength(1);
    // The missing second value is a gap: the line starts twice.
    expect(document.querySelector('path[data-kind="best"]')?.getAttribute('d')).toMatch(/M.*M/);
  });

  it('ask for the best twenty and the pinned by number, and for the chosen curve', async () => {
    let asked = new URLSearchParams();
    serve(response);
    server.use(
      http.get(url('/batches/b1/curves'), ({ request }) => {
        asked = new URL(request.url).searchParams;
        return HttpResponse.json(curvesOf([best]));
      }),
    );
    const last = ranking(response).at(-1) ?? 0;
    const { user, router } = renderApp(`${PATH}?tab=curves&pin=${last}`);
    await user.click(await screen.findByRole('combobox', { name: 'Curve' }));
    await user.click(await screen.findByRole('option', { name: 'train_rmse', hidden: true }));
    await waitFor(() => {
      expect(asked.get('curve')).toBe('train_rmse');
    });
    expect(asked.get('best')).toBe('0');
    const expected = [...ranking(response).slice(0, 20), last].sort((a, b) => a - b);
    expect(asked.get('numbers')?.split(',').map(Number)).toEqual(expected);
    expect(searchOf(router)).toEqual({ tab: 'curves', pin: last, curve: 'train_rmse' });
  });

  it('say that the pipeline records none', async () => {
    const curves = curvesOf([], { names: [], name: null, run_count: 0, band: null });
    await open(response, `${PATH}?tab=curves`, { curves });
    expect(await screen.findByText('No learning curves')).toBeVisible();
  });
});

describe('the scatter plot', () => {
  it('puts two chosen columns against each other and links the table', async () => {
    const path = `${PATH}?tab=scatter&x=learning_rate&y=mae&b.max_depth=5..`;
    const { user, router, rows } = await open(response, path);
    const chart = await screen.findByRole('img', { name: /Scatter of mae over learning_rate/ });
    expect(chart.querySelector('[data-side="x"]')).toHaveAttribute('data-scale', 'log');
    const counts = (selected: boolean) =>
      [...chart.querySelectorAll(`path[data-selected="${selected}"]`)]
        .map((path_) => Number(path_.getAttribute('data-count')))
        .reduce((a, b) => a + b, 0);
    expect(counts(true)).toBe(rows().length);
    expect(counts(true) + counts(false)).toBe(24);
    await user.click(screen.getByRole('button', { name: 'Swap the axes' }));
    await waitFor(() => {
      expect(searchOf(router)).toMatchObject({ x: 'mae', y: 'learning_rate' });
    });
  });

  it('draws the front of two metrics', async () => {
    await open(response, `${PATH}?tab=scatter&x=mae`);
    expect(await screen.findByText('Pareto front')).toBeVisible();
  });
});

it('"Pareto" shows only the runs that none beats in both metrics', async () => {
  // Both are driven by the same error here, so only the best run remains.
  const { user, rows, router } = await open(response);
  await user.click(screen.getByRole('radio', { name: 'Pareto' }));
  await waitFor(() => {
    expect(rows()).toEqual([String(best)]);
  });
  expect(screen.getByTestId('selection-count')).toHaveTextContent(/23 runs off the Pareto front/);
  expect(searchOf(router)).toEqual({ show: 'pareto' });
  expect(screen.getByRole('combobox', { name: 'against' })).toHaveValue('r2 ↑');
});

describe('the difference of pinned runs', () => {
  it('leads there from nothing, then compares settings and metrics', async () => {
    serve(response);
    const { user, router } = renderApp(`${PATH}?tab=diff`);
    for (const number of [best, second])
      await user.click(await screen.findByRole('button', { name: `Pin #${number}, the best` }));
    const table = within(await screen.findByRole('table', { name: /Settings and metrics/ }));
    expect(table.getByRole('row', { name: /rmse ↓.*worse/ })).toBeVisible();
    expect(table.queryByText('max_iter')).toBeNull();
    await user.click(table.getByRole('button', { name: /settings? (is|are) the same/ }));
    expect(table.getByText('max_iter')).toBeVisible();
    await user.click(table.getByRole('button', { name: 'use as base' }));
    expect(table.getByRole('row', { name: /rmse ↓.*better/ })).toBeVisible();
    expect(searchOf(router)).toEqual({ tab: 'diff', pin: `${best},${second}` });
  });
});

describe('runs of several batches', () => {
  const picked: Comparison = {
    ...sweepResponse(3),
    batch_id: null,
    states: ['succeeded', 'succeeded', 'succeeded'],
    numbers: [4, 4, null],
  };
  const [first] = picked.dimensions;
  if (first === undefined) throw new Error('no dimension');
  picked.dimensions = [
    { ...first, name: '@batch', label: 'Batch', values: ['one', 'two', null] },
    ...picked.dimensions,
  ];

  it('are numbered by place and say where they come from', async () => {
    server.use(http.get(url('/comparison'), () => HttpResponse.json(picked)));
    renderApp('/compare?runs=job-1,job-2,job-3');
    expect(await screen.findByRole('heading', { name: '3 picked runs' })).toBeVisible();
    await screen.findByRole('grid');
    expect(screen.getByRole('columnheader', { name: 'Batch' })).toBeVisible();
    expect(await screen.findByText('one #4')).toBeVisible();
    expect(screen.getByText('two #4')).toBeVisible();
  });

  it('are asked for when the address names none', async () => {
    renderApp('/compare');
    expect(await screen.findByText('No run is picked')).toBeVisible();
  });
});

it('importance says of what, by how and from how many runs it is', async () => {
  await open({
    ...response,
    importance: [
      { name: 'learning_rate', value: 0.7 },
      { name: 'max_depth', value: 0.3 },
    ],
    importance_runs: 20,
  });
  expect(screen.getByText(/variation of rmse .* functional ANOVA .* 20 results/)).toBeVisible();
});

describe('searching on within the brushes', () => {
  const pipeline = {
    id: batch.pipeline, name: 'Trees', ok: true, task: 'regression', description: '', version: '1',
    error: null, i18n: {}, metrics: [], default_objective: { metric: 'rmse', direction: 'minimize' },
    config_schema: {
      type: 'object',
      properties: {
        learning_rate: {
          type: 'number', title: 'Learning rate', exclusiveMinimum: 0, default: 0.1, 'x-scale': 'log',
        },
      },
    },
  }; // prettier-ignore

  it('opens the form with the brushed range and adds runs without leaving the view', async () => {
    let sent: unknown = null;
    server.use(
      http.get(url('/pipelines'), () => HttpResponse.json({ items: [pipeline] })),
      http.post(url('/batches/b1/extend'), async ({ request }) => {
        sent = await request.json();
        return HttpResponse.json(batch, { status: 202 });
      }),
    );
    const sampled: Batch = {
      ...batch,
      search: {
        strategy: 'random',
        space: { learning_rate: { low: 1e-5, high: 0.1, log: true } },
        max_runs: 24,
        seed: 0,
      },
    };
    const path = `${PATH}?b.learning_rate=0.001..0.02`;
    const { user, router } = await open(response, path, { batch: sampled });
    await user.click(screen.getByRole('button', { name: 'Search here…' }));
    await user.click(await screen.findByRole('button', { name: /^Add 20 runs/ }));
    await waitFor(() => {
      expect(sent).toMatchObject({
        search: {
          strategy: 'random',
          max_runs: 20,
          space: { learning_rate: { low: 0.001, high: 0.02, log: true } },
        },
      });
    });
    expect(searchOf(router)).toEqual({ 'b.learning_rate': '0.001..0.02' });
  });
});
