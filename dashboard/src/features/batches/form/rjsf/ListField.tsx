import { TagsInput } from '@mantine/core';
import { getDefaultRegistry } from '@rjsf/core';
import type { FieldProps, RJSFSchema } from '@rjsf/utils';
import { useTranslation } from 'react-i18next';
import { formatLiteral } from '@/i18n/format';
import { parseNumber } from '@/i18n/parseNumber';
import { useConfigForm } from '../configFormContext';
import { describeNode } from '../schema';

const { ArrayField } = getDefaultRegistry().fields;

/** A parameter whose one value is a list: entries are added and removed, never taken for a sweep. */
export function ListField(props: FieldProps<unknown>) {
  const item = props.schema.items as RJSFSchema | undefined;
  const kind = item ? describeNode('', item).kind : 'object';
  if (kind === 'object' || kind === 'list' || ArrayField === undefined) {
    return ArrayField ? <ArrayField {...props} /> : null;
  }
  return <ScalarList {...props} numeric={kind === 'number' || kind === 'integer'} item={item} />;
}

function ScalarList(
  props: FieldProps<unknown> & { numeric: boolean; item: RJSFSchema | undefined },
) {
  const {
    fieldPathId,
    formData,
    onChange,
    rawErrors = [],
    errorSchema = {},
    schema,
    numeric,
  } = props;
  const { t } = useTranslation('batches');
  const { columnNames } = useConfigForm();
  const id = fieldPathId.$id;
  const entries = Array.isArray(formData) ? formData : [];
  const ofEntries = Object.values(errorSchema as Record<string, { __errors?: string[] }>);
  const problems = ofEntries.flatMap((entry) => entry.__errors ?? []);
  const columns = describeNode(props.name, schema).namesColumns ? columnNames : [];
  const choices = Array.isArray(props.item?.enum) ? props.item.enum.map(String) : columns;
  return (
    <TagsInput
      id={id}
      value={entries.map(formatLiteral)}
      data={numeric ? [] : [...choices]}
      splitChars={numeric ? [';'] : [';', ',']}
      // Twice the same column says nothing new, but two layers may well be of one size.
      allowDuplicates={numeric && schema.uniqueItems !== true}
      acceptValueOnBlur
      placeholder={entries.length === 0 ? t('form.input.add') : undefined}
      description={t('form.input.listHint')}
      // The parameter's own description has the id that would be taken by default.
      descriptionProps={{ id: `${id}-hint` }}
      errorProps={{ id: `${id}-entries` }}
      error={problems.length > 0 ? problems.join(' ') : rawErrors.length > 0}
      aria-label={typeof schema.title === 'string' ? schema.title : props.name}
      inputWrapperOrder={['input', 'error', 'description']}
      onChange={(texts) => {
        const next = numeric ? texts.map((text) => parseNumber(text) ?? text) : texts;
        onChange(next, fieldPathId.path);
      }}
    />
  );
}
