import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { beforeEach, expect, it } from 'vitest';
import type { Experiment } from '@/api/types';
import { makeMe, makeRun } from '@/testing/data';
import { problem, url, world } from '@/testing/handlers';
import { makeModel, makeStoredModel, makeVersion } from '@/testing/models';
import { renderApp } from '@/testing/render';
import { server } from '@/testing/server';
import { isModelName } from './modelName';

const me = makeMe();
const existing = makeModel({ version_count: 2, aliases: { champion: 2 } });

function serve(run: Experiment) {
  server.use(
    ...world({ me, models: [existing] }),
    http.get(url('/experiments/r1'), () => HttpResponse.json(run)),
  );
}

beforeEach(() => {
  serve(makeRun());
});

async function openDialog() {
  const view = renderApp('/experiments/r1');
  await view.user.click(await screen.findByRole('button', { name: 'Register model' }));
  const dialog = await screen.findByRole('dialog', { name: 'Register model' });
  await within(dialog).findByText('sweep #4');
  return { ...view, dialog: within(dialog) };
}

it('registers the next version of a model with an alias, and says which it is', async () => {
  const sent: unknown[] = [];
  server.use(
    http.post(url('/models'), async ({ request }) => {
      sent.push(await request.json());
      return HttpResponse.json(makeVersion({ version: 3 }), { status: 201 });
    }),
    http.put(url('/models/diabetes/aliases/champion'), async ({ request }) => {
      sent.push(await request.json());
      return HttpResponse.json({ ...existing, versions: [] });
    }),
  );
  const { user, dialog } = await openDialog();
  expect(dialog.getByText('progression of diabetes')).toBeVisible();
  await user.type(dialog.getByRole('combobox', { name: 'Name' }), 'diabetes');
  expect(await dialog.findByText('diabetes has 2 versions; this will be its next.')).toBeVisible();
  await user.type(dialog.getByRole('combobox', { name: /^Alias/ }), 'champion');
  expect(dialog.getByText('champion points at version 2 now; it moves here.')).toBeVisible();
  await user.type(dialog.getByRole('textbox', { name: /^Notes/ }), 'Best so far.');
  await user.click(dialog.getByRole('button', { name: 'Register' }));
  expect(await dialog.findByText(/Kept as version 3 of diabetes\./)).toBeVisible();
  expect(await dialog.findByText(/Alias: champion\./)).toBeVisible();
  expect(dialog.getByRole('link', { name: 'Open the model' })).toHaveAttribute(
    'href',
    '/models/diabetes?version=3',
  );
  expect(sent).toEqual([
    { experiment_id: 'r1', name: 'diabetes', notes: 'Best so far.' },
    { version: 3 },
  ]);
});

it('keeps the version when its alias fails, and tries the alias again', async () => {
  let refused = true;
  server.use(
    http.post(url('/models'), () => HttpResponse.json(makeVersion(), { status: 201 })),
    http.put(url('/models/diabetes/aliases/tested'), () =>
      refused
        ? problem(503, 'database_unavailable')
        : HttpResponse.json({ ...existing, versions: [] }),
    ),
  );
  const { user, dialog } = await openDialog();
  await user.type(dialog.getByRole('combobox', { name: 'Name' }), 'diabetes');
  await user.type(dialog.getByRole('combobox', { name: /^Alias/ }), 'tested');
  await user.click(dialog.getByRole('button', { name: 'Register' }));
  const alert = await dialog.findByRole('alert');
  expect(alert).toHaveTextContent('The version was made, but its alias was not set');
  expect(dialog.getByText(/Kept as version 1 of diabetes\./)).toBeVisible();
  refused = false;
  await user.click(within(alert).getByRole('button', { name: 'Try again' }));
  await waitFor(() => {
    expect(dialog.queryByRole('alert')).toBeNull();
  });
  expect(dialog.getByText(/Alias: tested\./)).toBeVisible();
});

it('shows why the registry refuses', async () => {
  server.use(http.post(url('/models'), () => problem(409, 'model_not_kept')));
  const { user, dialog } = await openDialog();
  await user.type(dialog.getByRole('combobox', { name: 'Name' }), 'new one');
  await user.click(dialog.getByRole('button', { name: 'Register' }));
  expect(await dialog.findByRole('alert')).toHaveTextContent('The run’s model was not kept');
});

it('can’t register a run whose model was not kept, and says why', async () => {
  serve(makeRun({ model_kept: false }));
  renderApp('/experiments/r1');
  const button = await screen.findByRole('button', { name: 'Register model' });
  expect(button).toBeDisabled();
  expect(button).toHaveAttribute('title', expect.stringContaining('was not kept'));
});

it('names the versions that were made of the run', async () => {
  const registered = [{ model: 'diabetes', version: 2 }];
  server.use(
    http.get(url('/experiments/r1/model'), () =>
      HttpResponse.json(makeStoredModel({ registered })),
    ),
  );
  renderApp('/experiments/r1');
  expect(await screen.findByRole('link', { name: 'diabetes v2' })).toHaveAttribute(
    'href',
    '/models/diabetes?version=2',
  );
});

it('names three of many versions, and says how many more there are', async () => {
  const registered = ['a', 'b', 'c', 'd', 'e'].map((model) => ({ model, version: 1 }));
  server.use(
    http.get(url('/experiments/r1/model'), () =>
      HttpResponse.json(makeStoredModel({ registered })),
    ),
  );
  renderApp('/experiments/r1');
  expect(await screen.findByText('and 2 more')).toBeVisible();
  expect(screen.getAllByRole('link', { name: /^[a-e] v1$/ })).toHaveLength(3);
});

it.each([
  ['diabetes', true],
  ['diyabet modeli 2', true],
  ['a/b', false],
  ['a@b', false],
  ['2026', false],
  ['..', false],
  ['x'.repeat(101), false],
])('takes %j as a name: %j', (name, taken) => {
  expect(isModelName(name)).toBe(taken);
});
