import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { makeDataset, makeMe } from '@/testing/data';
import { problem, url, world } from '@/testing/handlers';
import { makePrediction, makeStoredModel, makeVersion } from '@/testing/models';
import { renderApp } from '@/testing/render';
import { server } from '@/testing/server';
import { accept } from './testWorld';

vi.mock('@/charts/PlotHost', async () => (await import('./testWorld')).WITHOUT_PLOTLY);

const me = makeMe();
const FORM = '/predictions/new?experiment=r1';

beforeEach(() => {
  server.use(...world({ me }));
});

describe('the form for rows', () => {
  it('reads 0,01 as a number, leaves empty cells missing, and opens what it started', async () => {
    const sent = accept();
    const { user, router } = renderApp(FORM);
    await user.type(await screen.findByRole('textbox', { name: 'bmi, row 1' }), '31,2');
    await user.click(screen.getByRole('button', { name: 'Add a row' }));
    await user.type(screen.getByRole('combobox', { name: 'sex, row 2' }), 'm');
    await user.click(screen.getByRole('button', { name: 'Predict 2 rows' }));
    await waitFor(() => {
      expect(router.state.location.pathname).toBe('/predictions/p1');
    });
    const rows = [
      { bmi: 31.2, sex: null },
      { bmi: null, sex: 'm' },
    ];
    expect(sent).toEqual([{ experiment_id: 'r1', rows, name: 'sweep #4: 2 typed rows' }]);
  });

  it('says what is wrong with a cell, and what is unusual', async () => {
    const { user } = renderApp(FORM);
    const bmi = await screen.findByRole('textbox', { name: 'bmi, row 1' });
    await user.type(bmi, 'tall');
    expect(bmi).toBeInvalid();
    expect(bmi).toHaveAccessibleDescription(/Not a number/);
    expect(screen.getByRole('button', { name: 'Predict' })).toBeDisabled();
    await user.clear(bmi);
    await user.type(bmi, '50');
    expect(bmi).toHaveAccessibleDescription('Outside of what the model has seen (18 to 42.2).');
    expect(screen.getByRole('button', { name: 'Predict' })).toBeEnabled();
  });

  it('takes cells pasted from a spreadsheet', async () => {
    const sent = accept();
    const { user } = renderApp(FORM);
    fireEvent.paste(await screen.findByRole('textbox', { name: 'bmi, row 1' }), {
      clipboardData: { getData: () => 'sex\tbmi\nf\t22,5\nm\t30\n' },
    });
    expect(screen.getByRole('textbox', { name: 'bmi, row 2' })).toHaveValue('30');
    await user.click(screen.getByRole('button', { name: 'Predict 2 rows' }));
    await waitFor(() => {
      expect(sent).toHaveLength(1);
    });
    expect(sent[0]?.rows).toEqual([
      { bmi: 22.5, sex: 'f' },
      { bmi: 30, sex: 'm' },
    ]);
  });

  it('shows what the server refuses beside its cell', async () => {
    const errors = [{ loc: ['body', 'rows', 0, 'sex'], message: 'has to be a text' }];
    server.use(http.post(url('/predictions'), () => problem(422, 'invalid_rows', { errors })));
    const { user } = renderApp(FORM);
    await user.type(await screen.findByRole('textbox', { name: 'bmi, row 1' }), '31');
    await user.click(screen.getByRole('button', { name: 'Predict' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('Some cells are not valid');
    const sex = screen.getByRole('combobox', { name: 'sex, row 1' });
    expect(sex).toHaveAccessibleDescription('has to be a text');
  });
});

describe('the form for a dataset', () => {
  const fitting = makeDataset({
    id: 'd1',
    name: 'patients.csv',
    row_count: 250,
    columns: [
      { name: 'sex', dtype: 'category', missing: 0, distinct: 2 },
      { name: 'bmi', dtype: 'number', missing: 0, distinct: 90 },
      { name: 'city', dtype: 'category', missing: 0, distinct: 9 },
    ],
  });

  it('checks its columns one by one before it starts', async () => {
    const sent = accept(makePrediction({ source: 'dataset' }));
    const lacking = makeDataset({ id: 'd2', name: 'houses.csv' });
    server.use(...world({ me, datasets: [fitting, lacking] }));
    const { user } = renderApp(FORM);
    await user.click(await screen.findByRole('radio', { name: 'A dataset' }));
    await user.click(await screen.findByRole('combobox', { name: 'Dataset' }));
    await user.click(await screen.findByRole('option', { name: 'houses.csv' }));
    expect(screen.getByText('2 of 2 columns that the model reads don’t fit.')).toBeVisible();
    expect(screen.getByRole('row', { name: /bmi/ })).toHaveTextContent(
      'missing; the model reads a number',
    );
    expect(screen.getByRole('button', { name: /^Predict/ })).toBeDisabled();

    await user.click(screen.getByRole('combobox', { name: 'Dataset' }));
    await user.click(await screen.findByRole('option', { name: 'patients.csv' }));
    expect(screen.getByText('All 2 columns that the model reads are there.')).toBeVisible();
    expect(screen.getByText('Not read: city.')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Predict 250 rows' }));
    await waitFor(() => {
      expect(sent).toEqual([
        { experiment_id: 'r1', dataset_id: 'd1', name: 'sweep #4: patients.csv' },
      ]);
    });
  });

  it('shows the server’s refusal at the column', async () => {
    const message = "column 'bmi': the model reads a number, the dataset has a category";
    const errors = [{ loc: ['body', 'dataset_id', 'bmi'], message }];
    server.use(
      ...world({ me, datasets: [fitting] }),
      http.post(url('/predictions'), () => problem(422, 'columns_do_not_match', { errors })),
    );
    const { user } = renderApp(FORM);
    await user.click(await screen.findByRole('radio', { name: 'A dataset' }));
    await user.click(await screen.findByRole('combobox', { name: 'Dataset' }));
    await user.click(await screen.findByRole('option', { name: 'patients.csv' }));
    await user.click(screen.getByRole('button', { name: /^Predict/ }));
    const row = await screen.findByRole('row', { name: /bmi/ });
    await waitFor(() => {
      expect(row).toHaveTextContent(message);
    });
  });
});

it('asks a forecaster for steps ahead, by an alias of a registered model', async () => {
  const version = makeVersion({ version: 3, task: 'forecasting', target: 'sales', inputs: [] });
  server.use(
    http.get(url('/models/shop'), () =>
      HttpResponse.json({ name: 'shop', aliases: { champion: 3 }, versions: [version] }),
    ),
    http.get(url('/models/shop/versions/3'), () => HttpResponse.json(version)),
  );
  const sent = accept(makePrediction({ source: 'horizon' }));
  const { user } = renderApp('/predictions/new?model=shop%40champion');
  const steps = await screen.findByRole('textbox', { name: 'How many steps ahead?' });
  await user.clear(steps);
  await user.type(steps, '0');
  expect(steps).toBeInvalid();
  await user.clear(steps);
  await user.type(steps, '90');
  await user.click(screen.getByRole('button', { name: 'Forecast 90 steps' }));
  await waitFor(() => {
    expect(sent).toEqual([
      { model: 'shop@champion', horizon: 90, name: 'diabetes v3: 90 steps ahead' },
    ]);
  });
});

it('says when an alias is gone', async () => {
  server.use(
    http.get(url('/models/shop'), () =>
      HttpResponse.json({ name: 'shop', aliases: {}, versions: [] }),
    ),
  );
  renderApp('/predictions/new?model=shop%40champion');
  expect(await screen.findByText(/shop has no alias champion any more/)).toBeVisible();
});

describe('the card of a model', () => {
  it('predicts one row and shows the value, without leaving the page', async () => {
    const version = makeVersion();
    server.use(
      ...world({ me, runModel: makeStoredModel(), predictions: [makePrediction({ id: 'p0' })] }),
      http.get(url('/models/diabetes'), () =>
        HttpResponse.json({
          name: 'diabetes',
          aliases: {},
          version_count: 1,
          updated_at: version.created_at,
          latest: version,
          versions: [version],
        }),
      ),
      http.get(url('/models/diabetes/versions/1'), () => HttpResponse.json(version)),
    );
    const sent = accept(
      makePrediction({ row_count: 1, rows_done: 1, preview: [{ row: 0, prediction: 151.25 }] }),
    );
    const { user, router } = renderApp('/models/diabetes');
    const card = within(await screen.findByRole('region', { name: 'Predict' }));
    await user.type(await card.findByRole('textbox', { name: 'bmi' }), '31,2');
    await user.click(card.getByRole('button', { name: 'Predict' }));
    expect(await card.findByText('151.25')).toBeVisible();
    expect(sent).toEqual([
      {
        model: 'diabetes@1',
        rows: [{ bmi: 31.2, sex: null }],
        name: 'diabetes v1: 1 typed row',
      },
    ]);
    expect(router.state.location.pathname).toBe('/models/diabetes');
    expect(card.getByRole('heading', { name: 'Earlier predictions' })).toBeVisible();
    expect(card.getByRole('link', { name: '2 typed rows' })).toHaveAttribute(
      'href',
      '/predictions/p0',
    );
  });
});
