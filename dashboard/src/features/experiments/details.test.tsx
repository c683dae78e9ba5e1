import { screen, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Experiment } from '@/api/types';
import { makeMe, makePipeline } from '@/testing/data';
import { url, world } from '@/testing/handlers';
import { renderApp } from '@/testing/render';
import { server } from '@/testing/server';
import { makeRun } from './fixtures';

beforeEach(() => {
  const pipelines = [
    makePipeline({ id: 'forecaster', task: 'forecasting' }),
    makePipeline({ id: 'classifier', task: 'classification' }),
  ];
  server.use(...world({ me: makeMe(), pipelines }));
});

async function openRun(fields: Partial<Experiment>) {
  server.use(http.get(url('/experiments/r1'), () => HttpResponse.json(makeRun(fields))));
  const view = renderApp('/experiments/r1');
  await screen.findByRole('heading', { level: 1 });
  return view;
}

const region = (name: RegExp | string) => within(screen.getByRole('region', { name }));

describe('what a pipeline tells of its run', () => {
  it('is read by its shape: facts, groups and tables, known names in words', async () => {
    const { user } = await openRun({
      details: {
        chosen: 'ets',
        season_length: 12,
        own_flag: true,
        nothing: null,
        interval: { level: 0.9, coverage: 0.875 },
        by_step: Array.from({ length: 13 }, (_, index) => ({ step: index + 1, mae: 1.5 })),
        deep: [[1], [2]],
      },
    });
    const details = region('More from the pipeline');
    expect(details.getByText('Season length').nextSibling).toHaveTextContent('12');
    expect(details.getByText('own flag').nextSibling).toHaveTextContent('yes');
    expect(details.getByText('nothing').nextSibling).toHaveTextContent('—');
    expect(details.getByText('Measured coverage').nextSibling).toHaveTextContent('87.5%');
    expect(details.getByText('[[1],[2]]')).toBeVisible();
    const steps = within(details.getByRole('region', { name: 'By step ahead' }));
    expect(steps.getAllByRole('row')).toHaveLength(13);
    await user.click(steps.getByRole('button', { name: 'Show all 13' }));
    expect(steps.getAllByRole('row')).toHaveLength(14);
  });

  it('is not shown where it tells nothing', async () => {
    await openRun({ details: {} });
    expect(screen.queryByRole('region', { name: 'More from the pipeline' })).toBeNull();
    expect(screen.queryByRole('region', { name: /left out/ })).toBeNull();
  });
});

it('shows the spread of a cross-validation beside each metric, and every fold', async () => {
  const cv = {
    folds: 2,
    kind: 'group',
    metrics: { rmse: { mean: 54.1, std: 1.23, values: [53, 55.2] } },
  };
  await openRun({ details: { cv } });
  expect(region(/^Metrics/).getByText('± 1.2')).toBeVisible();
  const folds = region(/^Cross-validation/);
  expect(folds.getByText('2 folds · groups kept together')).toBeVisible();
  const row = within(folds.getByRole('row', { name: /rmse/ }));
  expect(row.getAllByRole('cell').map((cell) => cell.textContent)).toEqual([
    '54.1 ± 1.2',
    '53',
    '55.2',
  ]);
  expect(screen.queryByRole('region', { name: 'More from the pipeline' })).toBeNull();
});

it('tells which columns were left out and why', async () => {
  await openRun({ dropped_columns: { id: 'has one value a row', site: 'has one value only' } });
  const dropped = region('2 columns left out');
  expect(dropped.getByText('id').nextSibling).toHaveTextContent('has one value a row');
});

it('tells what the run took of its machine and what it was allowed', async () => {
  await openRun({
    usage: { cpu_s: 75, peak_memory_bytes: 251_658_240 },
    limits: { seconds: 600, memory_mb: null },
  });
  const timeline = region('What happened');
  expect(timeline.getByText('Processor time').nextSibling).toHaveTextContent('1 min 15 sec');
  expect(timeline.getByText('Peak memory').nextSibling).toHaveTextContent('251.7 MB');
  expect(timeline.getByText('Time limit').nextSibling).toHaveTextContent('10 min');
  expect(timeline.queryByText('Memory limit')).toBeNull();
});

it.each([
  ['forecaster', /better than repeating the last season \(77\.2\)/],
  ['classifier', /better than always predicting the most frequent class \(77\.2\)/],
  ['gone', /better than the baseline \(77\.2\)/],
])('names the baseline of the task of %s', async (pipeline, words) => {
  await openRun({ pipeline });
  expect(await region(/^Metrics/).findByText(words)).toBeVisible();
});
