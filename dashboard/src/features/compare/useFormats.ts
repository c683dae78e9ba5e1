import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '@/i18n/useFormat';
import type { Formats } from './axis';
import { shortLiteral } from './cells';
import type { Cell, Column } from './types';

/** How the comparison writes values: config literally, measurements in the user's language. */
export function useFormats(): Formats {
  const { t } = useTranslation('compare');
  const format = useFormat();
  return useMemo(
    () => ({
      literal: shortLiteral,
      measured: (value) => format.metric(value),
      noValue: t('noValue'),
    }),
    [format, t],
  );
}

/** One value of a column in running text. */
export function valueText(formats: Formats, column: Column, value: Cell): string {
  if (value === null) return formats.noValue;
  return column.role === 'metric' && typeof value === 'number'
    ? formats.measured(value)
    : formats.literal(value);
}
