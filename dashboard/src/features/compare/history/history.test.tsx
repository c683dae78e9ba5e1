import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Comparison } from '@/api/types';
import { batchKeys } from '@/api/queries/batches';
import { url } from '@/testing/handlers';
import { renderApp } from '@/testing/render';
import { server } from '@/testing/server';
import { sweepResponse } from '../fixtures';
import { open, PATH, prepare, ranking, searchOf, serve } from '../testWorld';

vi.mock('@/charts/PlotHost', async () => (await import('../testWorld')).WITHOUT_WEBGL);
beforeEach(prepare);

const HISTORY = `${PATH}?tab=history`;
const response = sweepResponse(24);
const [best = 0] = ranking(response);

const chartOf = (name: RegExp | string = /^History of/) => screen.findByRole('img', { name });
const stepsOf = (chart: Element) =>
  [...chart.querySelectorAll('[data-step]')].map((step) => Number(step.getAttribute('data-step')));
const countOf = (chart: Element, marks: string) =>
  [...chart.querySelectorAll(`path[data-count]${marks}`)]
    .map((path) => Number(path.getAttribute('data-count')))
    .reduce((sum, count) => sum + count, 0);

/** Numbers of the runs that were the best so far, by the plainest rule. */
function records(name: string, better: (a: number, b: number) => boolean): number[] {
  const values = response.dimensions.find((dimension) => dimension.name === name)?.values ?? [];
  let top: number | null = null;
  return values.flatMap((value, index) => {
    if (typeof value !== 'number' || (top !== null && !better(value, top))) return [];
    top = value;
    return [index + 1];
  });
}

const withStates = (states: Comparison['states'], rmse: (number | null)[]): Comparison => {
  const made = sweepResponse(states.length);
  const dimensions = made.dimensions.map((one) =>
    one.name === 'rmse' ? { ...one, values: rmse } : one,
  );
  return { ...made, states, dimensions };
};

describe('the history', () => {
  it('is a tab between the curves and the scatter plot, and in the address', async () => {
    const { user, router } = await open(response);
    const names = screen.getAllByRole('tab').map((tab) => tab.textContent);
    expect(names.slice(1, 4)).toEqual(['Learning curves', 'History', 'Scatter']);
    await user.click(screen.getByRole('tab', { name: 'History' }));
    expect(await chartOf()).toBeVisible();
    expect(searchOf(router)).toEqual({ tab: 'history' });
  });

  it('draws every run, failed and cancelled ones in marks of their own', async () => {
    await open(response, HISTORY);
    const chart = await chartOf();
    const of = (state: string) => response.states.filter((one) => one === state).length;
    expect(countOf(chart, '')).toBe(24);
    expect(countOf(chart, '[data-shape="cross"]')).toBe(of('failed'));
    expect(countOf(chart, '[data-shape="dash"]')).toBe(of('cancelled'));
    expect(of('failed')).toBeGreaterThan(0);
    expect(within(screen.getByRole('list', { name: 'Marks' })).getByText('failed')).toBeVisible();
  });

  it('marks and lists the runs that were the best so far; another objective has others', async () => {
    const { user } = await open(response, HISTORY);
    const expected = records('rmse', (a, b) => a < b);
    expect(stepsOf(await chartOf())).toEqual(expected);
    const list = screen.getByRole('list', { name: 'Runs that were the best so far' });
    const items = within(list).getAllByRole('listitem');
    expect(items.map(({ textContent }) => Number(/#(\d+)/.exec(textContent)?.[1]))).toEqual(
      expected,
    );
    await user.click(screen.getByRole('combobox', { name: 'Objective' }));
    await user.click(await screen.findByRole('option', { name: 'r2 ↑', hidden: true }));
    const other = await chartOf(/^History of r2 \(higher is better\)/);
    expect(stepsOf(other)).toEqual(records('r2', (a, b) => a > b));
  });

  it('says what the best is, what came after it, what it took, and how many failed', async () => {
    const states = [
      'succeeded',
      'failed',
      'cancelled',
      'succeeded',
      'succeeded',
      'failed',
    ] as const;
    await open(withStates([...states], [5, null, null, 2, 3, null]), HISTORY);
    const words = (await chartOf()).getAttribute('aria-label');
    expect(words).toContain('Best so far 2.000 of run #4; the last 2 runs brought nothing better.');
    expect(screen.getByText(/^It took 3 runs to find the best/)).toHaveTextContent(
      'It took 3 runs to find the best. 2 of 5 finished runs failed (40%).',
    );
  });

  it('stands for one run, and for none with a value', async () => {
    await open(withStates(['succeeded'], [5]), HISTORY);
    expect((await chartOf()).getAttribute('aria-label')).toContain('no later run has finished');
    expect(screen.getByText('It took 1 run to find the best. No run failed.')).toBeVisible();
  });

  it('has no staircase where every run failed', async () => {
    await open(withStates(['failed', 'failed'], [null, null]), HISTORY);
    const chart = await chartOf();
    expect(chart.querySelector('[data-stairs]')).toBeNull();
    expect(countOf(chart, '[data-shape="cross"]')).toBe(2);
    expect(
      screen.getByText('No run has a value of rmse yet. 2 of 2 finished runs failed (100%).'),
    ).toBeVisible();
  });

  it('dims what a brush excludes, but not the staircase', async () => {
    const { rows } = await open(response, `${HISTORY}&b.max_depth=5..`);
    const chart = await chartOf();
    expect(countOf(chart, '[data-selected="true"]')).toBe(rows().length);
    expect(countOf(chart, '')).toBe(24);
    expect(stepsOf(chart)).toEqual(records('rmse', (a, b) => a < b));
  });

  it('has the best run, the pinned and the one that the arrows walk stand out', async () => {
    const { user } = await open(response, `${HISTORY}&pin=3`);
    const chart = await chartOf();
    const run = (kind: string) =>
      chart.querySelector(`circle[data-kind="${kind}"]`)?.getAttribute('data-run');
    expect([run('best'), run('pinned')]).toEqual([String(best), '3']);
    await user.keyboard('{ArrowDown}{ArrowDown}');
    expect(run('hovered')).toBe(String(ranking(response)[1]));
  });

  it('takes the logarithmic scale from the parallel plot’s axis and gives it back', async () => {
    const { user, router } = await open(response, `${HISTORY}&axes=learning_rate,rmse:log`);
    const chart = await chartOf();
    expect(chart.querySelector('[data-side="y"]')).toHaveAttribute('data-scale', 'log');
    await user.click(screen.getByRole('switch', { name: 'Logarithmic' }));
    await waitFor(() => {
      expect(searchOf(router)).toMatchObject({ axes: 'learning_rate,rmse:linear' });
    });
    expect(chart.querySelector('[data-side="y"]')).toHaveAttribute('data-scale', 'linear');
  });

  it('brushes the objective alone: a drag across selects nothing', async () => {
    const { router } = await open(response, HISTORY);
    const chart = await chartOf();
    chart.setPointerCapture = () => undefined;
    const drag = (to: { clientX: number; clientY: number }) => {
      fireEvent.pointerDown(chart, { button: 0, clientX: 300, clientY: 100 });
      fireEvent.pointerMove(chart, to);
      fireEvent.pointerUp(chart, to);
    };
    drag({ clientX: 500, clientY: 101 });
    expect(searchOf(router)).toEqual({ tab: 'history' });
    drag({ clientX: 301, clientY: 400 });
    await waitFor(() => {
      expect(Object.keys(searchOf(router)).sort()).toEqual(['b.rmse', 'tab']);
    });
  });

  it('goes on while runs come in: nothing moves along, and the star waits to be asked', async () => {
    const before = withStates(['succeeded', 'succeeded', 'queued', 'queued'], [5, 3, null, null]);
    const { queryClient } = await open(before, HISTORY);
    const chart = await chartOf();
    const places = () =>
      [...chart.querySelectorAll('[data-step]')].map((step) => step.getAttribute('cx'));
    const [one, two] = places();
    expect(chart.querySelector('circle[data-kind="best"]')).toHaveAttribute('data-run', '2');
    serve(withStates(['succeeded', 'succeeded', 'succeeded', 'queued'], [5, 3, 1, null]));
    await queryClient.invalidateQueries({ queryKey: batchKeys.comparison('b1') });
    await waitFor(() => {
      expect(stepsOf(chart)).toEqual([1, 2, 3]);
    });
    expect(places().slice(0, 2)).toEqual([one, two]);
    expect(chart.querySelector('circle[data-kind="best"]')).toHaveAttribute('data-run', '2');
    expect(screen.getByRole('button', { name: '1 new best' })).toBeVisible();
  });

  it('goes by the place among runs picked from several batches', async () => {
    const picked: Comparison = {
      ...withStates(['succeeded', 'succeeded', 'succeeded'], [3, 4, 2]),
      batch_id: null,
      numbers: [9, 9, null],
    };
    server.use(http.get(url('/comparison'), () => HttpResponse.json(picked)));
    renderApp('/compare?runs=job-1,job-2,job-3&tab=history');
    expect(stepsOf(await chartOf())).toEqual([1, 3]);
  });
});
