import { Textarea } from '@mantine/core';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '@/i18n/useFormat';
import { useConfigForm } from '../configFormContext';
import type { ConfigField } from '../schema';
import type { SweepIssue } from '../sweep';
import classes from './rjsf.module.css';
import { useChoiceText } from './useChoiceText';

const SHOWN_CHIPS = 24;
const SHOWN_ISSUES = 4;

/** Several values typed as text, with what was read from it as chips. */
export function TextSweep({ field }: { field: ConfigField }) {
  const { t } = useTranslation('batches');
  const { sweeps, resolved, changeSweep } = useConfigForm();
  const draft = sweeps[field.name];
  const parsed = resolved[field.name];
  const id = useId();
  if (!draft || !('text' in draft) || !parsed) return null;
  const placeholder = {
    number: t('form.sweep.placeholder'),
    integer: t('form.sweep.placeholderInteger'),
  }[field.kind as 'number' | 'integer'] as string | undefined;
  return (
    <div>
      <Textarea
        autosize
        minRows={1}
        maxRows={6}
        classNames={{ input: classes.mono }}
        aria-label={t('form.sweep.label', { name: field.title })}
        aria-describedby={`${id}-read ${id}-hint`}
        aria-invalid={parsed.issues.length > 0 || undefined}
        error={parsed.issues.length > 0}
        placeholder={placeholder ?? t('form.sweep.placeholderText')}
        value={draft.text}
        onChange={(event) => {
          changeSweep(field.name, { text: event.currentTarget.value });
        }}
      />
      <div id={`${id}-read`}>
        <SweepValues field={field} />
        <SweepIssues issues={parsed.issues} />
      </div>
      <p className={classes.help} id={`${id}-hint`}>
        {field.nullable ? t('form.sweep.hintNull') : t('form.sweep.hint')}
      </p>
    </div>
  );
}

/** The values that were read, literal, so that 0,01 shows as the 0.01 it became. */
function SweepValues({ field }: { field: ConfigField }) {
  const { t } = useTranslation('batches');
  const text = useChoiceText();
  const { resolved } = useConfigForm();
  const { values = [], duplicates = [] } = resolved[field.name] ?? {};
  if (values.length === 0) return null;
  const hidden = values.length - SHOWN_CHIPS;
  return (
    <>
      <div className={classes.chips}>
        {values.slice(0, SHOWN_CHIPS).map((value) => (
          <code key={String(value)} className={classes.chip}>
            {text(value)}
          </code>
        ))}
        <span className={classes.count}>
          {hidden > 0 && `${t('form.sweep.more', { count: hidden })} · `}
          {t('form.sweep.values', { count: values.length })}
        </span>
      </div>
      {duplicates.length > 0 && (
        <p className={classes.help}>
          {t('form.sweep.duplicates', { values: [...new Set(duplicates)].map(text).join(', ') })}
        </p>
      )}
    </>
  );
}

function SweepIssues({ issues }: { issues: SweepIssue[] }) {
  const { t } = useTranslation('batches');
  const format = useFormat();
  if (issues.length === 0) return null;
  const hidden = issues.length - SHOWN_ISSUES;
  return (
    <ul className={classes.errors}>
      {issues.slice(0, SHOWN_ISSUES).map(({ code, token, detail }, index) => (
        <li key={index}>{t(`form.sweep.issue.${code}`, { token, detail: detail ?? '' })}</li>
      ))}
      {hidden > 0 && <li>{t('form.sweep.more', { count: format.integer(hidden) })}</li>}
    </ul>
  );
}
