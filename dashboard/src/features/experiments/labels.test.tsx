import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Experiment } from '@/api/types';
import { makeBatch, makeMe, makePipeline } from '@/testing/data';
import { problem, url, world } from '@/testing/handlers';
import { renderApp } from '@/testing/render';
import { server } from '@/testing/server';
import { makeRun } from './fixtures';

const sent = vi.fn<(body: unknown) => void>();
const TAGS = [{ name: 'baseline', count: 2 }];

beforeEach(() => {
  sent.mockReset();
  server.use(...world({ me: makeMe(), pipelines: [makePipeline()], tags: TAGS }));
});

describe('the page of a run', () => {
  async function open(fields: Partial<Experiment> = {}) {
    let run = makeRun({ tags: ['paper'], ...fields });
    server.use(
      http.get(url('/experiments/r1'), () => HttpResponse.json(run)),
      http.get(url('/batches/b1'), () => HttpResponse.json(makeBatch({ id: 'b1' }))),
      http.patch(url('/experiments/r1'), async ({ request }) => {
        const body = (await request.json()) as Partial<Experiment>;
        sent(body);
        run = { ...run, ...body };
        return HttpResponse.json(run);
      }),
    );
    const view = renderApp('/experiments/r1');
    await screen.findByRole('heading', { level: 1, name: /./ });
    await screen.findByRole('button', { name: 'Edit' });
    return view;
  }

  const heading = (name: string) => screen.findByRole('heading', { level: 1, name });

  it('has tags and a name that are changed in its dialog; its number stays in sight', async () => {
    const { user } = await open({ batch_id: 'b1' });
    expect(await heading('Run 4')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Edit' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Edit sweep #4' }));
    await user.clear(dialog.getByLabelText('Name'));
    expect(dialog.getByText('A name has 1 to 255 characters.')).toBeVisible();
    await user.type(dialog.getByLabelText('Name'), 'the good one');
    await user.type(dialog.getByRole('combobox', { name: 'Tags' }), 'baseline{Enter}{Enter}');
    expect(await heading('the good one')).toBeVisible();
    expect(screen.getByText(/^Run 4 · gradient-boosting/)).toBeVisible();
    expect(screen.getByRole('link', { name: 'baseline' })).toHaveAttribute(
      'href',
      '/experiments?tag=baseline',
    );
    expect(sent).toHaveBeenCalledExactlyOnceWith({
      name: 'the good one',
      tags: ['paper', 'baseline'],
    });
  });

  it('lets a single run without a name be tagged', async () => {
    const { user } = await open({ number: null, name: '', tags: [] });
    await user.click(screen.getByRole('button', { name: 'Edit' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Edit Run' }));
    await user.type(dialog.getByRole('combobox', { name: 'Tags' }), 'x');
    await user.click(dialog.getByRole('button', { name: 'Save' }));
    await waitFor(() => {
      expect(sent).toHaveBeenCalledExactlyOnceWith({ tags: ['x'] });
    });
  });

  it('has notes; the text outlives a failure and a look at another tab', async () => {
    const { user } = await open({ notes: 'see https://example.org' });
    const notes = () => within(screen.getByRole('region', { name: 'Notes' }));
    expect(notes().getByRole('link')).toHaveAttribute('href', 'https://example.org');
    server.use(
      http.patch(url('/experiments/r1'), () => problem(503, 'database_unavailable'), {
        once: true,
      }),
      http.get(url('/experiments/r1/analysis'), () => problem(404, 'analysis_not_kept')),
    );
    await user.click(notes().getByRole('button', { name: 'Edit the notes' }));
    await user.keyboard(' and more');
    await user.click(notes().getByRole('button', { name: 'Save' }));
    expect(await notes().findByRole('alert')).toHaveTextContent('could not be saved');
    await user.click(screen.getByRole('tab', { name: 'Errors' }));
    await user.click(screen.getByRole('tab', { name: 'Summary' }));
    expect(notes().getByRole('textbox')).toHaveValue('see https://example.org and more');
    await user.click(notes().getByRole('button', { name: 'Save' }));
    expect(await notes().findByText(/and more/)).toBeVisible();
    expect(sent).toHaveBeenCalledExactlyOnceWith({ notes: 'see https://example.org and more' });
  });
});

describe('the list of runs', () => {
  beforeEach(() => {
    const runs = [
      makeRun({ id: 'r1', name: 'first', tags: ['baseline', 'b', 'c', 'd', 'e'] }),
      makeRun({ id: 'r2', name: 'second', state: 'failed' }),
    ];
    server.use(
      http.get(url('/experiments'), ({ request }) => {
        const wanted = new URL(request.url).searchParams;
        const state = wanted.get('state');
        const items = runs.filter(
          (run) =>
            wanted.getAll('tag').every((tag) => run.tags.includes(tag)) &&
            (state === null || run.state === state),
        );
        return HttpResponse.json({ items, next_cursor: null });
      }),
    );
  });

  it('shows three tags of a run and how many more', async () => {
    renderApp('/experiments');
    const row = within(await screen.findByRole('row', { name: /first/ }));
    expect(row.getByRole('link', { name: 'c' })).toBeInTheDocument();
    expect(row.queryByRole('link', { name: 'd' })).not.toBeInTheDocument();
    expect(row.getByText('+2')).toBeInTheDocument();
  });

  it('is filtered by tag beside the state, and the address keeps both', async () => {
    const { user, router } = renderApp('/experiments');
    await screen.findByRole('link', { name: 'second' });
    await user.click(await screen.findByRole('combobox', { name: 'Filter by tag' }));
    await user.click(await screen.findByRole('option', { name: 'baseline', hidden: true }));
    await waitFor(() => {
      expect(screen.queryByRole('link', { name: 'second' })).not.toBeInTheDocument();
    });
    expect(screen.getByRole('link', { name: 'first' })).toBeInTheDocument();
    await user.click(screen.getByRole('radio', { name: 'Failed' }));
    expect(await screen.findByText('No run in this state has the tag baseline')).toBeVisible();
    expect(router.state.location.search).toEqual({ state: 'failed', tag: 'baseline' });
    await user.click(screen.getByRole('link', { name: 'Show all runs' }));
    expect(await screen.findByRole('link', { name: 'second' })).toBeInTheDocument();
    expect(router.state.location.search).toEqual({});
  });

  it('says when no run has the tags', async () => {
    renderApp('/experiments?tag=x,y');
    expect(await screen.findByText('No run has all of the tags x, y')).toBeVisible();
  });
});
