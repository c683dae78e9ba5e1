import { Button } from '@mantine/core';
import { useId, useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { ModelInput, Prediction } from '@/api/types';
import shared from '@/components/shared.module.css';
import { ErrorState, Icon } from '@/components/ui';
import type { Predictor } from '../predictor';
import classes from '../predictions.module.css';
import { RowFields } from './RowFields';
import { cellErrors, isEmptyRow, MOST_ROWS, pasteTable, readRows, type RowDraft } from './rows';
import { RowsGrid } from './RowsGrid';
import { useStartPrediction } from './useStartPrediction';

interface RowsFormProps {
  predictor: Predictor;
  onStarted: (prediction: Prediction) => void;
  compact: boolean;
}

/** Rows typed or pasted here, made from the columns that the model reads. */
export function RowsForm({ predictor, onStarted, compact }: RowsFormProps) {
  const { t } = useTranslation('predictions');
  const { inputs } = predictor;
  const listId = useId();
  const [drafts, setDrafts] = useState<readonly RowDraft[]>([{}]);
  const [sent, setSent] = useState<readonly number[]>([]);
  const starting = useStartPrediction(predictor, onStarted);
  const read = readRows(inputs, drafts);
  const refused = cellErrors(starting.problems, sent);
  const ready = read.rows.length > 0 && !read.broken;
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (!ready) return;
    setSent(read.places);
    starting.start({ rows: read.rows }, t('subject.rows', { count: read.rows.length }));
  };
  const editing = {
    inputs,
    listId,
    errors: refused.cells,
    onCell: (row: number, column: string, text: string) => {
      setDrafts(drafts.map((draft, at) => (at === row ? { ...draft, [column]: text } : draft)));
    },
  };
  return (
    <form onSubmit={submit} className={classes.form}>
      <Categories inputs={inputs} listId={listId} />
      {compact ? (
        <RowFields {...editing} draft={drafts[0] ?? {}} />
      ) : (
        <>
          <RowsGrid
            {...editing}
            drafts={drafts}
            onPaste={(at, text) => {
              setDrafts(pasteTable(drafts, inputs, at, text));
            }}
            onRemove={(row) => {
              const rest = drafts.filter((_, at) => at !== row);
              setDrafts(rest.length > 0 ? rest : [{}]);
            }}
          />
          <RowsFoot drafts={drafts} onChange={setDrafts} />
        </>
      )}
      {starting.error !== null && <ErrorState error={starting.error} />}
      <div className={classes.submit}>
        <Button
          type="submit"
          variant="filled"
          disabled={!ready}
          loading={starting.pending}
          leftSection={<Icon name="analyze" size={14} />}
        >
          {read.rows.length > 1
            ? t('form.startRows', { count: read.rows.length })
            : t('form.start')}
        </Button>
        {!ready && (
          <span className={shared.quiet}>
            {read.broken ? t('form.whyBroken') : t('form.whyEmpty')}
          </span>
        )}
      </div>
    </form>
  );
}

/** The values seen in training, offered while a category is typed. */
function Categories({ inputs, listId }: { inputs: readonly ModelInput[]; listId: string }) {
  return inputs.map(
    ({ name, categories }) =>
      categories && (
        <datalist key={name} id={`${listId}-${name}`}>
          {categories.map((category) => (
            <option key={category} value={category} />
          ))}
        </datalist>
      ),
  );
}

interface RowsFootProps {
  drafts: readonly RowDraft[];
  onChange: (drafts: readonly RowDraft[]) => void;
}

function RowsFoot({ drafts, onChange }: RowsFootProps) {
  const { t } = useTranslation('predictions');
  const full = drafts.length >= MOST_ROWS;
  return (
    <div className={classes.submit}>
      <Button
        size="xs"
        disabled={full}
        leftSection={<Icon name="plus" size={14} />}
        onClick={() => {
          onChange([...drafts, {}]);
        }}
      >
        {t('form.addRow')}
      </Button>
      <Button
        size="xs"
        disabled={drafts.every(isEmptyRow)}
        onClick={() => {
          onChange([{}]);
        }}
      >
        {t('form.clear')}
      </Button>
      <span className={shared.quiet}>
        {full ? t('form.fullRows', { most: MOST_ROWS }) : t('form.pasteHint')}
      </span>
    </div>
  );
}
