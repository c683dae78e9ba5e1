import { Button, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useId, useRef, type KeyboardEvent, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { Card, ErrorState, Icon } from '@/components/ui';
import { useFormat } from '@/i18n/useFormat';
import classes from './labels.module.css';
import { LinkedText } from './LinkedText';
import { useKeptDraft } from './useKeptDraft';

/** The server's own limit. */
const MAX_NOTES = 10_000;

interface NotesCardProps {
  /** Of what the notes are about. */
  id: string;
  notes: string | null;
  /** Stores other notes; rejects when that fails, and the text stays to be saved again. */
  onSave: (notes: string) => Promise<unknown>;
}

/** What is worth knowing of a run or a batch: plain text with links, edited in its place. */
export function NotesCard({ id, notes, onSave }: NotesCardProps) {
  const { t } = useTranslation();
  const titleId = useId();
  const button = useRef<HTMLButtonElement>(null);
  const input = useRef<HTMLTextAreaElement>(null);
  const [draft, setDraft] = useKeptDraft(id);
  const editing = draft !== null;
  const wasEditing = useRef(editing);
  const text = notes ?? '';
  useEffect(() => {
    // The keyboard follows from the button into the form and back; a form that is there at first doesn't take it.
    if (wasEditing.current === editing) return;
    wasEditing.current = editing;
    (editing ? input : button).current?.focus();
    // To go on writing, not to put something before it.
    const end = input.current?.value.length ?? 0;
    input.current?.setSelectionRange(end, end);
  }, [editing]);
  return (
    <Card aria-labelledby={titleId}>
      <div className={classes.head}>
        <h2 id={titleId}>{t('notes.title')}</h2>
        {!editing && (
          <Button
            ref={button}
            size="xs"
            leftSection={<Icon name={text === '' ? 'plus' : 'edit'} size={14} />}
            aria-label={text === '' ? undefined : t('notes.editName')}
            onClick={() => {
              setDraft(text);
            }}
          >
            {text === '' ? t('notes.add') : t('action.edit')}
          </Button>
        )}
      </div>
      {draft === null ? (
        <p className={classes.notes} data-empty={text === '' || undefined}>
          {text === '' ? t('notes.empty') : <LinkedText text={text} />}
        </p>
      ) : (
        <NotesForm input={input} saved={text} draft={draft} onDraft={setDraft} onSave={onSave} />
      )}
    </Card>
  );
}

interface NotesFormProps extends Pick<NotesCardProps, 'onSave'> {
  input: RefObject<HTMLTextAreaElement | null>;
  saved: string;
  draft: string;
  /** Told the text, or `null` once the form is done. */
  onDraft: (draft: string | null) => void;
}

function NotesForm({ input, saved, draft, onDraft, onSave }: NotesFormProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const change = useMutation({ mutationFn: onSave });

  const over = Array.from(draft).length - MAX_NOTES;
  const done = () => {
    onDraft(null);
  };
  const save = () => {
    const wanted = draft.trimEnd();
    if (over > 0 || change.isPending) return;
    if (wanted === saved) done();
    else change.mutate(wanted, { onSuccess: done });
  };
  const cancel = () => {
    if (!change.isPending) done();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') cancel();
    else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) save();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <Textarea
        ref={input}
        aria-label={t('notes.title')}
        description={t('notes.keys')}
        inputWrapperOrder={['label', 'input', 'error', 'description']}
        rows={6}
        resize="vertical"
        // What is typed while it is being saved would be lost.
        readOnly={change.isPending}
        value={draft}
        error={
          over > 0 &&
          t('notes.tooLong', { max: format.integer(MAX_NOTES), over: format.integer(over) })
        }
        onKeyDown={onKeyDown}
        onChange={(event) => {
          onDraft(event.currentTarget.value);
        }}
      />
      {change.error && <ErrorState error={change.error} title={t('notes.failed')} />}
      <div className={classes.buttons}>
        <Button size="xs" onClick={cancel} disabled={change.isPending}>
          {t('action.keep')}
        </Button>
        <Button
          size="xs"
          type="submit"
          variant="filled"
          disabled={over > 0}
          loading={change.isPending}
        >
          {t('action.save')}
        </Button>
      </div>
    </form>
  );
}
