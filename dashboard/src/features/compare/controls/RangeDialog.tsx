import { Button, Checkbox, Group, Modal, TextInput } from '@mantine/core';
import { useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { parseNumber } from '@/i18n/parseNumber';
import type { Axis } from '../axis';
import { passes } from '../brush';
import { numbersOf } from '../cells';
import type { Brush } from '../types';
import { useFormats, valueText } from '../useFormats';
import { useReturnFocus } from '../useReturnFocus';
import classes from './controls.module.css';

interface RangeDialogProps {
  axis: Axis;
  brush: Brush | null;
  onApply: (brush: Brush | null) => void;
  onClose: () => void;
}

/** The way to set a brush without dragging. */
export function RangeDialog({ axis, brush, onApply, onClose }: RangeDialogProps) {
  const { t } = useTranslation('compare');
  useReturnFocus(`[data-axis-header="${CSS.escape(axis.column.name)}"]`);
  const Fields = axis.scale.kind === 'category' ? ValueFields : NumberFields;
  return (
    <Modal
      opened
      onClose={onClose}
      size="sm"
      zIndex={320}
      title={t('range.title', { name: axis.column.label })}
      closeButtonProps={{ 'aria-label': t('header.close') }}
    >
      <Fields axis={axis} brush={brush} onApply={onApply} onClose={onClose} />
    </Modal>
  );
}

function NumberFields({ axis, brush, onApply, onClose }: RangeDialogProps) {
  const { t } = useTranslation('compare');
  const formats = useFormats();
  const start = brush?.kind === 'range' ? brush : { low: null, high: null };
  const [low, setLow] = useState(endText(start.low));
  const [high, setHigh] = useState(endText(start.high));
  const [none, setNone] = useState(brush?.none ?? false);
  const ends = { low: parseEnd(low), high: parseEnd(high) };
  const reversed = isNumber(ends.low) && isNumber(ends.high) && ends.low > ends.high;
  const valid = ends.low !== undefined && ends.high !== undefined && !reversed;
  const numbers = numbersOf(axis.column.values);
  const error = (end: number | null | undefined) =>
    end === undefined ? t('range.invalid') : undefined;

  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (ends.low === undefined || ends.high === undefined || reversed) return;
    const empty = ends.low === null && ends.high === null;
    const onlyNone: Brush | null = none ? { kind: 'set', values: [], none } : null;
    onApply(empty ? onlyNone : { kind: 'range', low: ends.low, high: ends.high, none });
    onClose();
  };
  return (
    <form onSubmit={submit} noValidate>
      <Group grow align="start">
        <TextInput
          label={t('range.low')}
          placeholder={t('range.open')}
          inputMode="decimal"
          data-autofocus
          value={low}
          error={error(ends.low) ?? (reversed ? t('range.reversed') : undefined)}
          onChange={(event) => {
            setLow(event.currentTarget.value);
          }}
        />
        <TextInput
          label={t('range.high')}
          placeholder={t('range.open')}
          inputMode="decimal"
          value={high}
          error={error(ends.high)}
          onChange={(event) => {
            setHigh(event.currentTarget.value);
          }}
        />
      </Group>
      <p className={classes.hint}>
        {t('range.ends', {
          low: valueText(formats, axis.column, Math.min(...numbers)),
          high: valueText(formats, axis.column, Math.max(...numbers)),
        })}
      </p>
      <NoneBox axis={axis} checked={none} onChange={setNone} />
      <Buttons valid={valid} onApply={onApply} onClose={onClose} />
    </form>
  );
}

function ValueFields({ axis, brush, onApply, onClose }: RangeDialogProps) {
  const { t } = useTranslation('compare');
  const formats = useFormats();
  const categories = axis.scale.kind === 'category' ? axis.scale.categories : [];
  const [values, setValues] = useState(() =>
    categories.filter(({ value }) => brush !== null && passes(brush, value)).map(({ key }) => key),
  );
  const [none, setNone] = useState(brush?.none ?? false);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    onApply(values.length === 0 && !none ? null : { kind: 'set', values, none });
    onClose();
  };
  return (
    <form onSubmit={submit}>
      <Checkbox.Group label={t('range.values')} value={values} onChange={setValues}>
        <div className={classes.axesList}>
          {categories.map(({ key, value }) => (
            <Checkbox
              key={key}
              size="xs"
              value={key}
              label={valueText(formats, axis.column, value)}
            />
          ))}
        </div>
      </Checkbox.Group>
      <NoneBox axis={axis} checked={none} onChange={setNone} />
      <Buttons valid onApply={onApply} onClose={onClose} />
    </form>
  );
}

function NoneBox({
  axis,
  checked,
  onChange,
}: {
  axis: Axis;
  checked: boolean;
  onChange: (on: boolean) => void;
}) {
  const { t } = useTranslation('compare');
  if (axis.noneAt === null) return null;
  return (
    <Checkbox
      mt={10}
      size="xs"
      label={t('range.none')}
      checked={checked}
      onChange={(event) => {
        onChange(event.currentTarget.checked);
      }}
    />
  );
}

function Buttons({
  valid,
  onApply,
  onClose,
}: Pick<RangeDialogProps, 'onApply' | 'onClose'> & { valid: boolean }) {
  const { t } = useTranslation('compare');
  return (
    <Group justify="flex-end" mt="lg" gap="sm">
      <Button
        onClick={() => {
          onApply(null);
          onClose();
        }}
      >
        {t('range.clear')}
      </Button>
      <Button type="submit" variant="filled" disabled={!valid}>
        {t('range.apply')}
      </Button>
    </Group>
  );
}

function endText(end: number | null): string {
  return end === null ? '' : String(end);
}

/** null for an open end, undefined for what is no number. */
function parseEnd(text: string): number | null | undefined {
  return text.trim() === '' ? null : (parseNumber(text) ?? undefined);
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number';
}
