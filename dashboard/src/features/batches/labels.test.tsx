import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Batch, Experiment } from '@/api/types';
import { setLanguage } from '@/i18n';
import { makeBatch, makeMe } from '@/testing/data';
import { problem, url, world } from '@/testing/handlers';
import { renderApp } from '@/testing/render';
import { server } from '@/testing/server';
import { makeRun } from './fixtures';
import { formWorld } from './formWorld';

const sent = vi.fn<(body: unknown) => void>();
const TAGS = [
  { name: 'baseline', count: 2 },
  { name: 'paper', count: 1 },
];
const BATCHES = [
  makeBatch({ id: 'b1', name: 'first', tags: ['baseline', 'paper'] }),
  makeBatch({ id: 'b2', name: 'second', tags: ['Baseline'] }),
  makeBatch({ id: 'b3', name: 'third' }),
];

/** Filters as the server does. */
function serveList(batches: Batch[]) {
  server.use(
    http.get(url('/batches'), ({ request }) => {
      const wanted = new URL(request.url).searchParams.getAll('tag');
      const has = ({ tags }: Batch, tag: string) =>
        tags.some((one) => one.toLowerCase() === tag.toLowerCase());
      const items = batches.filter((batch) => wanted.every((tag) => has(batch, tag)));
      return HttpResponse.json({ items, next_cursor: null });
    }),
    ...world({ me: makeMe(), tags: TAGS }),
  );
}

const names = () =>
  screen.queryAllByRole('article').map((card) => within(card).getByRole('heading').textContent);

const shows = (...expected: string[]) =>
  waitFor(() => {
    expect(names()).toEqual(expected);
  });

beforeEach(() => {
  sent.mockReset();
});

describe('the list of batches', () => {
  it('is filtered by tags, which the address keeps', async () => {
    serveList(BATCHES);
    const { user, router } = renderApp('/batches');
    await shows('first', 'second', 'third');
    const filter = await screen.findByRole('combobox', { name: 'Filter by tag' });
    await user.click(filter);
    await user.click(await screen.findByRole('option', { name: 'baseline', hidden: true }));
    await shows('first', 'second');
    expect(router.state.location.search).toEqual({ tag: 'baseline' });
    await user.click(await screen.findByRole('option', { name: 'paper', hidden: true }));
    await shows('first');
    expect(router.state.location.search).toEqual({ tag: 'baseline,paper' });
    await user.type(filter, '{Backspace}{Backspace}');
    await shows('first', 'second', 'third');
  });

  it('is filtered by the tag of a card that is clicked', async () => {
    serveList(BATCHES);
    const { user } = renderApp('/batches');
    await shows('first', 'second', 'third');
    await user.click(screen.getByRole('link', { name: 'paper' }));
    await shows('first');
  });

  it('says when no batch has the tag, and shows all again', async () => {
    serveList(BATCHES);
    const { user } = renderApp('/batches?tag=gone');
    expect(await screen.findByText('No batch has the tag gone')).toBeVisible();
    await user.click(screen.getByRole('link', { name: 'Show all batches' }));
    await shows('first', 'second', 'third');
    expect(screen.queryByText(/No batch has/)).not.toBeInTheDocument();
  });

  it('blames the search, not the tag, where batches have the tag', async () => {
    serveList(BATCHES);
    renderApp('/batches?tag=baseline&q=third');
    expect(await screen.findByText('No batch matches')).toBeVisible();
  });

  it('finds batches by a part of a tag', async () => {
    serveList(BATCHES);
    renderApp('/batches?q=pap');
    await shows('first');
  });

  it('offers no filter while there are no tags', async () => {
    server.use(...world({ me: makeMe(), batches: [makeBatch({ name: 'third' })] }));
    renderApp('/batches');
    await shows('third');
    expect(screen.queryByRole('combobox', { name: 'Filter by tag' })).not.toBeInTheDocument();
  });

  it('speaks Turkish', async () => {
    await setLanguage('tr');
    serveList(BATCHES);
    renderApp('/batches?tag=yok');
    expect(await screen.findByText('yok etiketli grup yok')).toBeVisible();
    expect(screen.getByRole('combobox', { name: 'Etikete göre süz' })).toBeInTheDocument();
  });
});

describe('the page of a batch', () => {
  async function open(fields: Partial<Batch> = {}, runs: Experiment[] = [makeRun()]) {
    let batch = makeBatch({ id: 'b1', name: 'sweep', tags: ['paper'], ...fields });
    server.use(
      ...world({ me: makeMe(), tags: TAGS }),
      http.get(url('/batches/b1'), () => HttpResponse.json(batch)),
      http.get(url('/experiments'), () => HttpResponse.json({ items: runs, next_cursor: null })),
      http.patch(url('/batches/b1'), async ({ request }) => {
        const body = (await request.json()) as Partial<Batch>;
        sent(body);
        batch = { ...batch, ...body };
        return HttpResponse.json(batch);
      }),
    );
    const view = renderApp('/batches/b1');
    await screen.findByRole('table', { name: 'Runs of sweep' });
    return view;
  }

  it('has tags that are changed in its dialog', async () => {
    const { user } = await open();
    expect(screen.getByRole('link', { name: 'paper' })).toHaveAttribute(
      'href',
      '/batches?tag=paper',
    );
    await user.click(screen.getByRole('button', { name: 'Edit' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Edit sweep' }));
    const input = dialog.getByRole('combobox', { name: 'Tags' });
    await user.click(input);
    fireEvent.change(input, { target: { value: 'x'.repeat(51) } });
    await user.click(dialog.getByRole('button', { name: 'Save' }));
    expect(sent).not.toHaveBeenCalled();
    await user.clear(input);
    await user.type(input, 'baseline');
    await user.click(dialog.getByRole('button', { name: 'Save' }));
    expect(await screen.findByRole('link', { name: 'baseline' })).toBeInTheDocument();
    expect(sent).toHaveBeenCalledExactlyOnceWith({
      tags: ['paper', 'baseline'],
      parallelism: null,
    });
  });

  it('shows what the server refuses of a tag', async () => {
    const { user } = await open();
    server.use(
      http.patch(url('/batches/b1'), () =>
        problem(422, 'invalid_request', {
          errors: [{ loc: ['body', 'tags', 1], message: 'is odd; choose another' }],
        }),
      ),
    );
    await user.click(screen.getByRole('button', { name: 'Edit' }));
    const dialog = within(await screen.findByRole('dialog'));
    await user.type(dialog.getByRole('combobox', { name: 'Tags' }), 'odd{Enter}');
    await user.click(dialog.getByRole('button', { name: 'Save' }));
    expect(await dialog.findByRole('alert')).toHaveTextContent('tags.1: is odd; choose another');
  });

  it('has notes that are written in place', async () => {
    const { user } = await open();
    const notes = within(screen.getByRole('region', { name: 'Notes' }));
    await user.click(notes.getByRole('button', { name: 'Add a note' }));
    await user.keyboard('shallow trees underfit{Control>}{Enter}{/Control}');
    expect(await notes.findByText('shallow trees underfit')).toBeVisible();
    expect(sent).toHaveBeenCalledExactlyOnceWith({ notes: 'shallow trees underfit' });
  });

  it('lists the names and tags that its runs were given', async () => {
    await open({}, [
      makeRun({ id: 'r1', number: 1, tags: ['a', 'b', 'c', 'd'] }),
      makeRun({ id: 'r2', number: 2, name: 'the good one' }),
      makeRun({ id: 'r3', number: 3 }),
    ]);
    const row = (name: RegExp) => within(screen.getByRole('row', { name }));
    expect(screen.getByRole('columnheader', { name: 'Name and tags' })).toBeInTheDocument();
    expect(row(/#1 /).getAllByRole('listitem')).toHaveLength(4);
    expect(row(/#1 /).getByText('+1')).toBeInTheDocument();
    expect(row(/#2 /).getByText('the good one')).toBeInTheDocument();
    expect(row(/#3 /).queryByText(/sweep/)).not.toBeInTheDocument();
  });
});

describe('the form of a new batch', () => {
  it('sends tags, and the one that is still typed', async () => {
    server.use(
      ...formWorld(),
      http.post(url('/experiments'), async ({ request }) => {
        sent(await request.json());
        return HttpResponse.json(makeRun({ id: 'r9' }), { status: 202 });
      }),
    );
    const { user } = renderApp('/batches/new');
    const start = await screen.findByRole('button', { name: 'Start the run' });
    await user.type(screen.getByRole('combobox', { name: 'Tags' }), 'baseline,paper');
    await user.click(start);
    await waitFor(() => {
      expect(sent).toHaveBeenCalledOnce();
    });
    expect(sent.mock.calls[0]?.[0]).toMatchObject({ tags: ['baseline', 'paper'] });
  });

  it('counts a wrong tag among what to mend', async () => {
    server.use(...formWorld());
    const { user } = renderApp('/batches/new');
    const start = await screen.findByRole('button', { name: 'Start the run' });
    const input = screen.getByRole('combobox', { name: 'Tags' });
    await user.click(input);
    fireEvent.change(input, { target: { value: 'x'.repeat(51) } });
    await user.click(start);
    expect(await screen.findByText('1 field needs your attention.')).toBeVisible();
    expect(input).toHaveFocus();
  });
});
