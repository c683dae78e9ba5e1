import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { batchKeys } from '@/api/queries/batches';
import { setLanguage } from '@/i18n';
import { makeRun } from '@/testing/data';
import { problem, url } from '@/testing/handlers';
import { renderApp } from '@/testing/render';
import { server } from '@/testing/server';
import { sweepResponse } from './fixtures';
import { batch, open, PATH, prepare, ranking, searchOf, serve } from './testWorld';

vi.mock('@/charts/PlotHost', async () => (await import('./testWorld')).WITHOUT_WEBGL);
beforeEach(prepare);

describe('registering a model', () => {
  const dialog = () => screen.findByRole('dialog', { name: 'Register model' });
  const asked: unknown[] = [];
  beforeEach(() => {
    asked.length = 0;
    server.use(
      http.get(url('/experiments/:id'), ({ params }) => {
        asked.push(params.id);
        return HttpResponse.json(makeRun({ name: `run ${String(params.id)}` }));
      }),
    );
  });

  it('takes the best run by its button, and asks for the name first', async () => {
    const response = sweepResponse(24);
    const { user } = await open(response);
    const [best = 0] = ranking(response);
    await user.click(screen.getByRole('button', { name: 'Register model' }));
    const name = await within(await dialog()).findByRole('combobox', { name: 'Name' });
    await waitFor(() => {
      expect(name).toHaveFocus();
    });
    expect(asked).toEqual([`job-${best}`]);
  });

  it('takes the row’s run by r', async () => {
    const response = sweepResponse(24);
    const { user } = await open(response);
    const [, second = 0] = ranking(response);
    await user.keyboard('{ArrowDown}{ArrowDown}r');
    await dialog();
    await waitFor(() => {
      expect(asked).toEqual([`job-${second}`]);
    });
  });
});

describe('the comparison of a batch', () => {
  it('ranks the runs, marks the best in plot, table and words', async () => {
    const response = sweepResponse(24);
    const { rows } = await open(response);
    const [best = 0] = ranking(response);
    expect(rows().slice(0, 3)).toEqual(ranking(response).slice(0, 3).map(String));
    expect(screen.getByRole('heading', { name: `Best run #${best}` })).toBeVisible();
    const plot = await screen.findByTestId('parcoords-overlay'); // drawn after the table
    expect(document.querySelector('path[data-kind="best"]')?.getAttribute('data-run')).toBe(
      String(best),
    );
    const summary = plot.getAttribute('aria-label') ?? '';
    expect(summary).toContain(`Best is run #${best}`);
    expect((await screen.findByTestId('svg-lines')).querySelectorAll('path')).toHaveLength(24);
  });

  it('tells a run that the search gave up from one that stopped by its own rule', async () => {
    await open(
      sweepResponse(3, {
        states: ['succeeded', 'succeeded', 'succeeded'],
        stop_reasons: ['pruned', 'early_stopping', null],
      }),
    );
    const texts = (number: number) =>
      document.querySelector(`tr[data-run="${number}"]`)?.textContent ?? '';
    expect(texts(1)).toContain('Donegiven up');
    expect(texts(2)).toContain('Doneearly');
    expect(texts(3)).not.toMatch(/given up|early/);
    expect(screen.getByTitle(/far behind the other runs/)).toBeVisible();
  });

  it('shows the runs a brush in the address selects, and takes it away with its chip', async () => {
    const response = sweepResponse(24);
    const { rows, user, router } = await open(response, `${PATH}?b.max_depth=5..`);
    const depth = response.dimensions.find(({ name }) => name === 'max_depth')?.values ?? [];
    const expected = depth.flatMap((value, index) =>
      Number(value) >= 5 ? [String(index + 1)] : [],
    );
    expect(rows().sort()).toEqual(expected.sort());
    expect(screen.getByTestId('selection-count')).toHaveTextContent(
      `${expected.length} of 24 selected`,
    );
    await user.click(screen.getByRole('button', { name: 'Remove the filter on max_depth' }));
    await waitFor(() => {
      expect(rows()).toHaveLength(24);
    });
    expect(searchOf(router)).toEqual({});
  });

  it('takes a range typed with a decimal comma, and refuses what is no number', async () => {
    const { user, router, rows } = await open(sweepResponse(24));
    await user.click(screen.getByRole('button', { name: /^learning_rate\s*log\s*axis menu/ }));
    await user.click(await screen.findByRole('menuitem', { name: /Type a range/, hidden: true }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Range of learning_rate' }));
    await user.type(dialog.getByLabelText('From'), 'abc');
    expect(dialog.getByRole('button', { name: 'Apply' })).toBeDisabled();
    await user.clear(dialog.getByLabelText('From'));
    await user.type(dialog.getByLabelText('From'), '0,001');
    await user.click(dialog.getByRole('button', { name: 'Apply' }));
    await waitFor(() => {
      expect(searchOf(router)).toEqual({ 'b.learning_rate': '0.001..' });
    });
    expect(rows().length).toBeLessThan(24);
  });

  it('walks the rows with the arrows and pins with p; the plot follows', async () => {
    const response = sweepResponse(24);
    const { user, router } = await open(response);
    const second = String(ranking(response)[1]);
    await user.keyboard('{ArrowDown}{ArrowDown}p');
    expect(document.querySelector('tr[aria-selected="true"]')?.getAttribute('data-run')).toBe(
      second,
    );
    expect(document.querySelector('path[data-kind="hovered"]')?.getAttribute('data-run')).toBe(
      second,
    );
    expect(searchOf(router)).toEqual({ pin: Number(second) });
    expect(screen.getByRole('checkbox', { name: `Pin run #${second}` })).toBeChecked();
  });

  it('changes the objective with its direction, and says so in the address', async () => {
    const response = sweepResponse(24);
    const { user, router, rows } = await open(response);
    await user.click(screen.getByRole('combobox', { name: 'Objective' }));
    await user.click(await screen.findByRole('option', { name: /r2 ↑/, hidden: true }));
    await waitFor(() => {
      expect(searchOf(router)).toEqual({ obj: 'r2' });
    });
    expect(rows()[0]).toBe(String(ranking(response)[0]));
    expect(screen.getByText(/higher is better/)).toBeVisible();
    expect(document.querySelectorAll('[data-axis]')).toHaveLength(6);
    expect([...document.querySelectorAll('[data-axis]')].at(-1)?.getAttribute('data-axis')).toBe(
      'r2',
    );
  });

  it('groups failed runs by cause, with the words of the language', async () => {
    const response = sweepResponse(60);
    const failed = response.job_ids.filter((_, index) => response.states[index] === 'failed');
    serve(response, {
      errors: failed.map((id) => ({ id, error: { code: 'out_of_memory', message: 'too big' } })),
    });
    await setLanguage('tr');
    renderApp(PATH);
    expect(await screen.findByText(/bellek yetmedi/, { selector: 'span' })).toBeVisible();
    expect(screen.getByRole('button', { name: '3 hatalıyı yeniden dene' })).toBeVisible();
  });

  it('names the narrowest filter when nothing is left, and removes it', async () => {
    serve(sweepResponse(24));
    const { user } = renderApp(`${PATH}?b.max_depth=2..11&b.learning_rate=5..`);
    expect(await screen.findByText('No run matches 2 filters')).toBeVisible();
    expect(screen.getByText('learning_rate ≥ 5')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Remove it' }));
    expect(await screen.findByRole('grid')).toBeVisible();
  });
});

describe('states of the comparison', () => {
  it('waits for the first run that ends', async () => {
    serve(sweepResponse(2, { states: ['running', 'running'] }));
    renderApp(PATH);
    expect(await screen.findByText('No run has ended yet')).toBeVisible();
  });

  it('says that one run is no comparison yet, and shows it', async () => {
    const { rows } = await open(sweepResponse(1, { states: ['succeeded'] }));
    expect(screen.getByText(/One run so far/)).toBeVisible();
    expect(rows()).toEqual(['1']);
  });

  it('tells a batch that is gone from one that cannot be loaded, which can be tried again', async () => {
    server.use(
      http.get(url('/batches/b1'), () => problem(404, 'batch_not_found')),
      http.get(url('/batches/b1/comparison'), () => problem(404, 'batch_not_found')),
    );
    const gone = renderApp(PATH);
    expect(await screen.findByText('This batch does not exist')).toBeVisible();
    gone.unmount();
    server.use(
      http.get(url('/batches/b1'), () => HttpResponse.json(batch)),
      http.get(url('/batches/b1/comparison'), () => problem(500, 'internal_error')),
    );
    const { user } = renderApp(PATH);
    const retry = await screen.findByRole('button', { name: 'Try again' });
    serve(sweepResponse(24));
    await user.click(retry);
    expect(await screen.findByRole('grid')).toBeVisible();
  });

  it('keeps a new best waiting until it is asked for', async () => {
    const response = sweepResponse(24);
    const { queryClient, user } = await open(response);
    const [best = 0, second = 0] = ranking(response);
    const dimensions = response.dimensions.map((dimension) => {
      if (dimension.name !== 'rmse') return dimension;
      return {
        ...dimension,
        values: dimension.values.map((value, index) => (index === second - 1 ? 0 : value)),
      };
    });
    serve({ ...response, dimensions });
    await queryClient.invalidateQueries({ queryKey: batchKeys.comparison('b1') });
    const waiting = await screen.findByRole('button', { name: '1 new best' });
    expect(screen.getByRole('heading', { name: `Best run #${best}` })).toBeVisible();
    await user.click(waiting);
    expect(screen.getByRole('heading', { name: `Best run #${second}` })).toBeVisible();
    // A loss of zero is a value.
    expect(screen.getByTestId('best-value')).toHaveTextContent(/^0\.0+$/);
  });
});
