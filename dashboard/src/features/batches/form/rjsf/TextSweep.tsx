import { Input } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '@/i18n/useFormat';
import { useConfigForm } from '../configFormContext';
import type { ConfigField, FieldKind } from '../schema';
import type { SweepIssue } from '../sweep';
import { ErrorList } from './ErrorList';
import classes from './rjsf.module.css';
import { SweepValues } from './SweepValues';

const SHOWN_ISSUES = 4;

/** Several values typed as text, with what was read from it as chips. */
export function TextSweep({ field }: { field: ConfigField }) {
  const { t } = useTranslation('batches');
  const { sweeps, resolved, changeSweep } = useConfigForm();
  const draft = sweeps[field.name];
  const parsed = resolved[field.name];
  const placeholder = (kind: FieldKind) => {
    if (kind === 'number') return t('form.sweep.placeholder');
    if (kind === 'list') return t('form.sweep.placeholderList');
    return kind === 'integer'
      ? t('form.sweep.placeholderInteger')
      : t('form.sweep.placeholderText');
  };
  if (!draft || !('text' in draft) || !parsed) return null;
  const invalid = parsed.issues.length > 0;
  return (
    <Input.Wrapper
      inputWrapperOrder={['input', 'description', 'error']}
      descriptionProps={{ component: 'div' }}
      description={
        <>
          <SweepValues field={field} />
          {t(hintOf(field))}
        </>
      }
      errorProps={{ component: 'div' }}
      error={invalid && <SweepIssues issues={parsed.issues} />}
    >
      <Input
        component="textarea"
        multiline
        rows={1}
        classNames={{ input: classes.sweepText }}
        aria-label={t('form.sweep.label', { name: field.title })}
        error={invalid}
        placeholder={placeholder(field.kind)}
        value={draft.text}
        onChange={(event) => {
          changeSweep(field.name, { text: event.currentTarget.value });
        }}
      />
    </Input.Wrapper>
  );
}

function hintOf({ kind, nullable }: ConfigField) {
  if (kind === 'list') return nullable ? 'form.sweep.hintListNull' : 'form.sweep.hintList';
  return nullable ? 'form.sweep.hintNull' : 'form.sweep.hint';
}

function SweepIssues({ issues }: { issues: SweepIssue[] }) {
  const { t } = useTranslation('batches');
  const format = useFormat();
  const hidden = issues.length - SHOWN_ISSUES;
  const lines = issues
    .slice(0, SHOWN_ISSUES)
    .map(({ code, token, detail }) =>
      t(`form.sweep.issue.${code}`, { token, detail: detail ?? '' }),
    );
  const more = hidden > 0 ? [t('form.sweep.more', { count: format.integer(hidden) })] : [];
  return <ErrorList errors={[...lines, ...more]} />;
}
