import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ModelDetail, ModelVersion } from '@/api/types';
import { makeMe } from '@/testing/data';
import { problem, url, world } from '@/testing/handlers';
import { makeModel, makeVersion } from '@/testing/models';
import { renderApp } from '@/testing/render';
import { server } from '@/testing/server';

const me = makeMe();

beforeEach(() => {
  server.use(...world({ me }));
});

describe('the models page', () => {
  it('without any says how to register one', async () => {
    renderApp('/models');
    expect(await screen.findByText('No models yet')).toBeVisible();
    expect(screen.getByText(/choose “Register model”/)).toBeVisible();
    const link = screen.getByRole('link', { name: 'Runs that are done' });
    expect(link).toHaveAttribute('href', '/experiments?state=succeeded');
  });

  it('lists name, versions, aliases and the newest metric against the baseline', async () => {
    const model = makeModel({ version_count: 3, aliases: { champion: 2, tested: 3 } });
    server.use(...world({ me, models: [model] }));
    renderApp('/models');
    const table = await screen.findByRole('table', { name: 'Models' });
    const row = within(table).getByRole('row', { name: /diabetes/ });
    expect(within(row).getByRole('link')).toHaveAttribute('href', '/models/diabetes');
    expect(row).toHaveTextContent('championv2');
    expect(row).toHaveTextContent('testedv3');
    expect(row).toHaveTextContent('rmse 54.1');
    expect(row).toHaveTextContent('29.9% better than the baseline');
  });

  it('searches on the server and keeps the search in the address', async () => {
    const all = [makeModel({ name: 'diabetes' }), makeModel({ name: 'wine' })];
    server.use(
      http.get(url('/models'), ({ request }) => {
        const q = new URL(request.url).searchParams.get('q') ?? '';
        const items = all.filter(({ name }) => name.includes(q));
        return HttpResponse.json({ items, next_cursor: null });
      }),
    );
    const { user, router } = renderApp('/models');
    const search = await screen.findByRole('searchbox');
    await user.type(search, 'wi');
    await waitFor(() => {
      expect(screen.queryByRole('link', { name: 'diabetes' })).toBeNull();
    });
    expect(screen.getByRole('link', { name: 'wine' })).toBeVisible();
    expect(router.state.location.search).toEqual({ q: 'wi' });
    await user.type(search, 'zz');
    expect(await screen.findByText('No model has “wizz” in its name.')).toBeVisible();
  });

  it('loads further pages', async () => {
    server.use(
      http.get(url('/models'), ({ request }) => {
        const second = new URL(request.url).searchParams.get('cursor') === 'c2';
        const items = [makeModel({ name: second ? 'older' : 'newer' })];
        return HttpResponse.json({ items, next_cursor: second ? null : 'c2' });
      }),
    );
    const { user } = renderApp('/models');
    await user.click(await screen.findByRole('button', { name: 'Show more' }));
    expect(await screen.findByRole('link', { name: 'older' })).toBeVisible();
    expect(screen.getByRole('link', { name: 'newer' })).toBeVisible();
  });
});

/** A registry of one model that answers as the API does. */
function registry(versions: ModelVersion[]) {
  const state = { versions, aliases: {} as Record<string, number> };
  const detail = (): ModelDetail => {
    const shown = state.versions.map((version) => ({
      ...version,
      aliases: Object.keys(state.aliases).filter(
        (alias) => state.aliases[alias] === version.version,
      ),
    }));
    const [latest = makeVersion()] = shown;
    return {
      ...makeModel({ version_count: shown.length, aliases: { ...state.aliases }, latest }),
      versions: shown,
    };
  };
  const numbered = (number: unknown) =>
    state.versions.find(({ version }) => version === Number(number));
  server.use(
    http.get(url('/models/diabetes'), () =>
      state.versions.length > 0 ? HttpResponse.json(detail()) : problem(404, 'model_not_found'),
    ),
    http.get(url('/models/diabetes/versions/:number'), ({ params }) =>
      HttpResponse.json(numbered(params.number)),
    ),
    http.put(url('/models/diabetes/aliases/:alias'), async ({ params, request }) => {
      const { version } = (await request.json()) as { version: number };
      state.aliases[String(params.alias)] = version;
      return HttpResponse.json(detail());
    }),
    http.delete(url('/models/diabetes/aliases/:alias'), ({ params }) => {
      state.aliases = Object.fromEntries(
        Object.entries(state.aliases).filter(([alias]) => alias !== params.alias),
      );
      return new HttpResponse(null, { status: 204 });
    }),
    http.patch(url('/models/diabetes/versions/:number'), async ({ params, request }) => {
      const found = numbered(params.number);
      const { notes } = (await request.json()) as { notes: string };
      if (found) found.notes = notes;
      return HttpResponse.json(found);
    }),
    http.delete(url('/models/diabetes/versions/:number'), ({ params }) => {
      state.versions = state.versions.filter(({ version }) => version !== Number(params.number));
      return new HttpResponse(null, { status: 204 });
    }),
  );
  return state;
}

const two = () => [
  makeVersion({ version: 2, experiment_id: 'r2', experiment_name: 'sweep #7' }),
  makeVersion({ version: 1, experiment_exists: false, notes: 'The first one.' }),
];

async function openMenu(user: ReturnType<typeof renderApp>['user'], version: number, item: string) {
  await user.click(await screen.findByRole('button', { name: `More for version ${version}` }));
  await user.click(await screen.findByRole('menuitem', { name: item }));
}

describe('a model’s page', () => {
  it('lists its versions and says where the shown one came from', async () => {
    registry(two());
    const { user } = renderApp('/models/diabetes');
    const table = await screen.findByRole('table', { name: 'Versions' });
    const first = within(table).getByRole('row', { name: /^v1/ });
    expect(first).toHaveTextContent('sweep #4 (deleted)');
    expect(first).toHaveTextContent('The first one.');
    expect(await screen.findByRole('heading', { name: 'Where version 2 came from' })).toBeVisible();
    const lineage = screen.getByRole('region', { name: 'Where version 2 came from' });
    expect(within(lineage).getByRole('link', { name: 'sweep #7' })).toHaveAttribute(
      'href',
      '/experiments/r2',
    );
    expect(within(lineage).getByText('ab'.repeat(32))).toBeVisible();
    expect(within(lineage).getByRole('link', { name: 'sweep' })).toHaveAttribute(
      'href',
      '/batches/b1',
    );
    expect(within(lineage).getByRole('row', { name: /bmi/ })).toHaveTextContent('18 to 42.2');
    await user.click(within(table).getByRole('link', { name: 'v1' }));
    expect(await screen.findByRole('heading', { name: 'Where version 1 came from' })).toBeVisible();
    expect(
      within(screen.getByRole('region', { name: /Where version 1/ })).getByRole('link', {
        name: 'Download the model',
      }),
    ).toHaveAttribute('href', '/api/v1/models/diabetes/versions/1/content');
  });

  it('shows the champion before the newest', async () => {
    const state = registry(two());
    state.aliases.champion = 1;
    renderApp('/models/diabetes');
    expect(await screen.findByRole('heading', { name: 'Where version 1 came from' })).toBeVisible();
  });

  it('sets an alias, moves it, saying so, and takes it away', async () => {
    const state = registry(two());
    const { user } = renderApp('/models/diabetes');
    await openMenu(user, 1, 'Aliases');
    await user.type(
      await screen.findByRole('combobox', { name: 'Point an alias here' }),
      'champion',
    );
    await user.click(screen.getByRole('button', { name: 'Set alias' }));
    await waitFor(() => {
      expect(screen.queryByRole('dialog')).toBeNull();
    });
    expect(state.aliases).toEqual({ champion: 1 });

    await openMenu(user, 2, 'Aliases');
    await user.type(
      await screen.findByRole('combobox', { name: 'Point an alias here' }),
      'champion',
    );
    expect(screen.getByText('champion points at version 1 now; it moves here.')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Set alias' }));
    await waitFor(() => {
      expect(state.aliases).toEqual({ champion: 2 });
    });

    await openMenu(user, 2, 'Aliases');
    await user.click(await screen.findByRole('button', { name: 'Remove the alias champion' }));
    await waitFor(() => {
      expect(screen.queryByRole('button', { name: 'Remove the alias champion' })).toBeNull();
    });
    expect(state.aliases).toEqual({});
  });

  it('refuses what can’t be an alias before asking', async () => {
    registry(two());
    const { user } = renderApp('/models/diabetes');
    await openMenu(user, 1, 'Aliases');
    await user.type(await screen.findByRole('combobox', { name: 'Point an alias here' }), '1st');
    expect(screen.getByText(/Begins with a letter/)).toBeVisible();
    expect(screen.getByRole('button', { name: 'Set alias' })).toBeDisabled();
  });

  it('changes the notes', async () => {
    registry(two());
    const { user } = renderApp('/models/diabetes');
    await openMenu(user, 2, 'Edit notes');
    await user.type(await screen.findByRole('textbox', { name: 'Notes' }), 'Checked by hand.');
    await user.click(screen.getByRole('button', { name: 'Save' }));
    expect(await screen.findAllByText('Checked by hand.')).not.toHaveLength(0);
  });

  it('deletes a version once no alias protects it', async () => {
    const state = registry(two());
    state.aliases.champion = 1;
    const { user } = renderApp('/models/diabetes');
    await openMenu(user, 1, 'Delete version');
    const dialog = await screen.findByRole('dialog', { name: 'Protected by an alias' });
    expect(dialog).toHaveTextContent('champion');
    expect(within(dialog).queryByRole('button', { name: 'Delete version' })).toBeNull();
    const [, leave] = within(dialog).getAllByRole('button', { name: 'Close' });
    await user.click(leave ?? dialog);
    await openMenu(user, 2, 'Delete version');
    await user.click(await screen.findByRole('button', { name: 'Delete version' }));
    await waitFor(() => {
      expect(screen.queryByRole('link', { name: 'v2' })).toBeNull();
    });
    expect(state.versions.map(({ version }) => version)).toEqual([1]);
  });

  it('leaves for the list when the last version takes the model with it', async () => {
    registry([makeVersion()]);
    const { user, router } = renderApp('/models/diabetes');
    await openMenu(user, 1, 'Delete version');
    await user.click(await screen.findByRole('button', { name: 'Delete version' }));
    await waitFor(() => {
      expect(router.state.location.pathname).toBe('/models');
    });
  });

  it('says when there is no such model', async () => {
    server.use(http.get(url('/models/nothing'), () => problem(404, 'model_not_found')));
    renderApp('/models/nothing');
    expect(await screen.findByRole('heading', { name: 'This model does not exist' })).toBeVisible();
  });
});
