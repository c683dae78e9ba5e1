import { Input, Select, Switch } from '@mantine/core';
import type { FieldProps } from '@rjsf/utils';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '@/components/ui';
import { formatLiteral } from '@/i18n/format';
import { parseNumber } from '@/i18n/parseNumber';
import { useConfigForm } from '../configFormContext';
import { describeNode, type ConfigField } from '../schema';
import type { Scalar } from '../sweep';
import { useChoiceText } from './useChoiceText';

interface InputProps {
  field: ConfigField;
  value: unknown;
  onChange: (value: unknown) => void;
  common: {
    id: string;
    disabled: boolean | undefined;
    error: boolean;
  };
}

/** The input of one number, text, choice or yes/no. */
export function ScalarField(props: FieldProps<unknown>) {
  const { fieldPathId, schema, formData, onChange, rawErrors = [], disabled, name } = props;
  const inputProps: InputProps = {
    field: describeNode(name, schema),
    value: formData,
    onChange: (value) => {
      onChange(value, fieldPathId.path);
    },
    common: {
      id: fieldPathId.$id,
      disabled,
      error: rawErrors.length > 0,
    },
  };
  switch (inputProps.field.kind) {
    case 'boolean':
      return <BooleanInput {...inputProps} />;
    case 'choice':
      return <ChoiceInput {...inputProps} />;
    case 'number':
    case 'integer':
      return <NumberInput {...inputProps} />;
    default:
      if (inputProps.field.namesColumns) return <ColumnInput {...inputProps} />;
      return <TextValueInput {...inputProps} />;
  }
}

function BooleanInput({ field, value, onChange, common }: InputProps) {
  const { t } = useTranslation('batches');
  const { id, disabled } = common;
  if (field.nullable) {
    return <ChoiceInput field={field} value={value} onChange={onChange} common={common} />;
  }
  return (
    <Switch
      id={id}
      disabled={disabled}
      checked={value === true}
      label={value === true ? t('form.input.yes') : t('form.input.no')}
      aria-labelledby={`${id}__label`}
      onChange={(event) => {
        onChange(event.currentTarget.checked);
      }}
    />
  );
}

function ChoiceInput({ field, value, onChange, common }: InputProps) {
  const { t } = useTranslation('batches');
  const text = useChoiceText();
  const index = field.choices.indexOf(value as Scalar);
  return (
    <Input
      component="select"
      pointer
      {...common}
      value={index}
      rightSection={<Icon name="caret" size={16} />}
      rightSectionPointerEvents="none"
      onChange={(event) => {
        onChange(field.choices[Number(event.currentTarget.value)]);
      }}
    >
      {index < 0 && <option value={-1}>{t('form.input.unset')}</option>}
      {field.choices.map((choice, position) => (
        <option key={position} value={position}>
          {text(choice)}
        </option>
      ))}
    </Input>
  );
}

/**
 * A number as people type it, `0,01` included. Text that is no number is kept as the value, so that
 * it stays visible and the schema refuses it.
 */
function NumberInput({ field, value, onChange, common }: InputProps) {
  const { t } = useTranslation('batches');
  const shown = value === undefined || value === null ? '' : formatLiteral(value);
  const [draft, setDraft] = useState({ text: shown, value });
  // What was typed stays as typed until the value changes from outside.
  const text = Object.is(draft.value, value) ? draft.text : shown;
  return (
    <Input
      {...common}
      inputMode="decimal"
      autoComplete="off"
      value={text}
      placeholder={field.nullable ? t('form.input.none') : t('form.input.unset')}
      onChange={(event) => {
        const typed = event.currentTarget.value;
        const empty = field.nullable ? null : undefined;
        const next = typed.trim() === '' ? empty : (parseNumber(typed) ?? typed);
        setDraft({ text: typed, value: next });
        onChange(next);
      }}
    />
  );
}

/** One column of the dataset. A name it does not have stays visible, and the server refuses it. */
function ColumnInput({ field, value, onChange, common }: InputProps) {
  const { t } = useTranslation('batches');
  const { columnNames } = useConfigForm();
  const chosen = typeof value === 'string' ? value : null;
  const known = chosen === null || columnNames.includes(chosen);
  return (
    <Select
      {...common}
      searchable
      clearable={field.nullable}
      allowDeselect={field.nullable}
      placeholder={t('form.none')}
      data={known ? [...columnNames] : [chosen, ...columnNames]}
      value={chosen}
      onChange={(column) => {
        onChange(column ?? (field.nullable ? null : undefined));
      }}
    />
  );
}

function TextValueInput({ field, value, onChange, common }: InputProps) {
  return (
    <Input
      {...common}
      value={typeof value === 'string' ? value : ''}
      onChange={(event) => {
        const empty = field.nullable ? null : undefined;
        onChange(event.currentTarget.value || empty);
      }}
    />
  );
}
