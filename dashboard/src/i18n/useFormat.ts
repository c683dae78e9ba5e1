import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import * as format from './format';
import type { Language } from './languages';

/** The formatters of `format.ts` bound to the current language. */
export function useFormat() {
  const { i18n } = useTranslation();
  const language = i18n.language as Language;
  return useMemo(
    () => ({
      language,
      metric: (value: number, digits?: number) => format.formatMetric(value, language, digits),
      integer: (value: number) => format.formatInteger(value, language),
      percent: (fraction: number, digits?: number) =>
        format.formatPercent(fraction, language, digits),
      duration: (seconds: number) => format.formatDuration(seconds, language),
      dateTime: (iso: string) => format.formatDateTime(iso, language),
      time: (iso: string) => format.formatTime(iso, language),
      relative: (iso: string) => format.formatRelative(iso, language),
      bytes: (bytes: number) => format.formatBytes(bytes, language),
      literal: format.formatLiteral,
      literalShort: format.formatLiteralShort,
    }),
    [language],
  );
}
