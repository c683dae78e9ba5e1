import { fireEvent, screen, waitFor } from '@testing-library/react';
import { useState } from 'react';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { makeMe } from '@/testing/data';
import { url, world } from '@/testing/handlers';
import { renderUi } from '@/testing/render';
import { server } from '@/testing/server';
import { NotesCard } from './NotesCard';
import { TagList } from './TagList';
import { tagsOf, type TagsDraft } from './tags';
import { TagsInput } from './TagsInput';

let asked: string[] = [];

beforeEach(() => {
  asked = [];
  server.use(
    http.get(url('/tags'), ({ request }) => {
      asked.push(new URL(request.url).searchParams.get('kind') ?? '');
      return HttpResponse.json({
        items: [
          { name: 'baseline', count: 3 },
          { name: 'Deep trees', count: 1 },
        ],
      });
    }),
    ...world({ me: makeMe() }),
  );
});

describe('a list of tags', () => {
  it('leads to whatever else has the tag', async () => {
    renderUi(<TagList kind="batch" tags={['for the paper']} />);
    const link = await screen.findByRole('link', { name: 'for the paper' });
    expect(link).toHaveAttribute('href', '/batches?tag=for+the+paper');
    expect(link).toHaveAttribute('title', 'Batches with the tag for the paper');
  });

  it('on one line shows the first, and tells the rest', async () => {
    renderUi(<TagList kind="experiment" tags={['a', 'b', 'c', 'd', 'e']} most={3} />);
    expect(await screen.findAllByRole('link')).toHaveLength(3);
    expect(screen.getByText('+2')).toBeVisible();
    expect(screen.getByText('2 more: d, e')).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'a' })).toHaveAttribute('href', '/experiments?tag=a');
  });
});

describe('the input of tags', () => {
  function Form({ tags = [] }: { tags?: string[] }) {
    const [draft, setDraft] = useState<TagsDraft>({ tags, tagText: '' });
    return (
      <>
        <TagsInput
          kind="experiment"
          value={draft}
          onChange={(part) => {
            setDraft((old) => ({ ...old, ...part }));
          }}
        />
        <output>{tagsOf(draft).join('|')}</output>
      </>
    );
  }

  async function open(tags?: string[]) {
    const view = renderUi(<Form tags={tags} />);
    const input = await screen.findByRole('combobox', { name: 'Tags' });
    return { ...view, input, entered: () => screen.getByRole('status').textContent };
  }

  it('takes tags by Enter, comma, paste, and what is still typed', async () => {
    const { user, input, entered } = await open();
    await user.type(input, 'one{Enter}two,');
    expect(input).toHaveValue('');
    await user.paste('three\nfour, ONE');
    await user.type(input, 'five');
    expect(entered()).toBe('one|two|three|four|five');
    await user.clear(input);
    await user.type(input, '{Backspace}');
    expect(entered()).toBe('one|two|three');
  });

  it('takes the comma of keyboards that send only text', async () => {
    const { user, input, entered } = await open(['a']);
    await user.click(input);
    // One change of the text, without a key.
    fireEvent.change(input, { target: { value: 'b, c' } });
    expect(input).toHaveValue(' c');
    expect(entered()).toBe('a|b|c');
  });

  it('offers the tags of runs that there are', async () => {
    const { user, input, entered } = await open();
    await user.type(input, 'deep');
    // Without a layout the list counts as scrolled out of view.
    await user.click(await screen.findByRole('option', { name: 'Deep trees', hidden: true }));
    expect(entered()).toBe('Deep trees');
    expect(asked).toEqual(['experiment']);
  });

  it('says what is wrong with a tag while it is typed, and leaves it to be mended', async () => {
    const { user, input } = await open();
    await user.click(input);
    await user.keyboard('x'.repeat(51));
    expect(input).toHaveAccessibleDescription(/is too long: a tag has at most 50 characters/);
    await user.keyboard('{Enter}');
    expect(input).toHaveValue('x'.repeat(51));
    await user.keyboard('{Backspace}{Enter}');
    expect(input).toHaveValue('');
    expect(screen.queryByText(/too long/)).not.toBeInTheDocument();
  });

  it('says how many are too many', async () => {
    const { user, input } = await open(Array.from({ length: 20 }, (_, index) => `t${index}`));
    await user.type(input, 'a,b');
    expect(input).toHaveAccessibleDescription(/At most 20 tags: take 2 away\./);
  });
});

describe('the card of notes', () => {
  const save = vi.fn<(notes: string) => Promise<unknown>>();
  let count = 0;

  async function open(notes: string | null) {
    count += 1;
    save.mockReset().mockResolvedValue(null);
    const view = renderUi(<NotesCard id={`n${count}`} notes={notes} onSave={save} />);
    await screen.findByRole('heading', { name: 'Notes' });
    const edit = () =>
      screen.getByRole('button', { name: notes ? 'Edit the notes' : 'Add a note' });
    return { ...view, edit, text: () => screen.getByRole('textbox', { name: 'Notes' }) };
  }

  it('shows text as text, and http addresses as links', async () => {
    const { container } = await open('a <b>bold</b> claim:\nhttps://example.org/x. javascript:x');
    const link = screen.getByRole('link');
    expect(link).toHaveAttribute('href', 'https://example.org/x');
    expect(link).toHaveAttribute('rel', 'noopener noreferrer');
    expect(container.querySelector('b')).toBeNull();
    expect(screen.getByText(/<b>bold<\/b> claim:/)).toBeVisible();
  });

  it('is added to by keyboard alone, and gives the keyboard back', async () => {
    const { user, edit, text } = await open(null);
    edit().focus();
    await user.keyboard('{Enter}');
    expect(text()).toHaveFocus();
    await user.keyboard('first{Enter}second  {Control>}{Enter}{/Control}');
    await waitFor(() => {
      expect(edit()).toHaveFocus();
    });
    expect(save.mock.calls[0]?.[0]).toBe('first\nsecond');
  });

  it('gives changes up on Esc', async () => {
    const { user, edit, text } = await open('old');
    await user.click(edit());
    expect(text()).toHaveValue('old');
    await user.type(text(), ' and new{Escape}');
    expect(edit()).toHaveFocus();
    expect(screen.getByText('old')).toBeVisible();
    expect(save).not.toHaveBeenCalled();
  });

  it('keeps the text when it cannot be saved', async () => {
    const { user, edit, text } = await open('old');
    save.mockRejectedValueOnce(new Error('no'));
    await user.click(edit());
    await user.type(text(), ' and new');
    await user.click(screen.getByRole('button', { name: 'Save' }));
    expect(await screen.findByRole('alert')).toHaveTextContent(/Your text is still here/);
    expect(text()).toHaveValue('old and new');
    await user.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => {
      expect(edit()).toBeVisible();
    });
    expect(save).toHaveBeenLastCalledWith('old and new', expect.anything());
  });

  it('refuses more than the server takes', async () => {
    const { user, edit, text } = await open(null);
    await user.click(edit());
    await user.paste('x'.repeat(10_002));
    expect(text()).toHaveAccessibleDescription(/At most 10,000 characters; these are 2 too many/);
    expect(screen.getByRole('button', { name: 'Save' })).toBeDisabled();
    await user.keyboard('{Control>}{Enter}{/Control}');
    expect(save).not.toHaveBeenCalled();
  });

  it('has unsaved text after a look at another page', async () => {
    const { user, edit, unmount } = await open(null);
    await user.click(edit());
    await user.keyboard('half a thought');
    unmount();
    renderUi(<NotesCard id={`n${count}`} notes={null} onSave={save} />);
    expect(await screen.findByRole('textbox', { name: 'Notes' })).toHaveValue('half a thought');
  });
});
