import { Button, TextInput } from '@mantine/core';
import { useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { parseNumber } from '@/i18n/parseNumber';
import type { Range } from './filter';
import classes from './errors.module.css';

interface RangeFormProps {
  /** What the range is of. */
  label: string;
  range: Range | null;
  onApply: (range: Range | null) => void;
}

/** A range typed instead of drawn; an empty end is open. */
export function RangeForm(props: RangeFormProps) {
  // A filter set elsewhere begins the fields anew.
  return <Fields key={JSON.stringify(props.range)} {...props} />;
}

function Fields({ label, range, onApply }: RangeFormProps) {
  const { t } = useTranslation('errors');
  const [low, setLow] = useState(endText(range?.low));
  const [high, setHigh] = useState(endText(range?.high));
  const ends = { low: parseEnd(low), high: parseEnd(high) };
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const [from, to] = [ends.low, ends.high];
    if (from === undefined || to === undefined) return;
    if (from === null && to === null) onApply(null);
    else if (from !== null && to !== null && from > to) onApply({ low: to, high: from });
    else onApply({ low: from, high: to });
  };
  const field = (name: string, text: string, bad: boolean, set: (text: string) => void) => (
    <TextInput
      size="xs"
      label={name}
      placeholder={t('range.open')}
      inputMode="decimal"
      value={text}
      error={bad ? t('range.invalid') : undefined}
      onChange={(event) => {
        set(event.currentTarget.value);
      }}
    />
  );
  return (
    <form className={classes.range} onSubmit={submit} noValidate aria-label={label}>
      {field(t('range.from', { name: label }), low, ends.low === undefined, setLow)}
      {field(t('range.to', { name: label }), high, ends.high === undefined, setHigh)}
      <Button size="xs" type="submit">
        {t('range.apply')}
      </Button>
    </form>
  );
}

function endText(end: number | null | undefined): string {
  return end === null || end === undefined ? '' : String(end);
}

/** null for an open end, undefined for what is no number. */
function parseEnd(text: string): number | null | undefined {
  return text.trim() === '' ? null : (parseNumber(text) ?? undefined);
}
