import { useTranslation } from 'react-i18next';
import { isApiError } from '@/api/errors';
import type { FieldError } from '@/api/types';
import { useFormat } from '@/i18n/useFormat';

export interface ErrorText {
  /** What kind of problem, in the reader's language where its code is known. */
  title: string;
  /** What is wrong with this request. */
  detail: string;
  /** Language of `detail`: the server writes English. */
  detailLang?: 'en';
  /** The places a validation answer names, with its message where that says more than `detail`. */
  fields: string[];
}

type Place = FieldError['loc'];

/** The words for an error: translated by its code where known, else the server's own. */
export function useErrorText(error: unknown): ErrorText {
  const { t, i18n } = useTranslation();
  const format = useFormat();

  const placeText = (loc: Place): string => {
    const [, field, row, column] = loc;
    if (field !== 'file') return loc.filter((part, i) => i > 0 || part !== 'body').join('.');
    if (typeof row === 'number' && column !== undefined) {
      return t('error.place.cell', { row: format.integer(row), column });
    }
    if (typeof row === 'number') return t('error.place.row', { row: format.integer(row) });
    return row === undefined ? '' : t('error.place.column', { column: row });
  };

  const fieldText = ({ loc, message }: FieldError, detail: string): string => {
    const place = placeText(loc);
    if (message === detail) return place;
    return place ? `${place}: ${message}` : message;
  };

  if (!isApiError(error)) {
    return { title: t('error.unexpected'), detail: String(error), fields: [] };
  }
  if (error.status === 0) {
    return { title: t('error.network'), detail: t('error.networkHint'), fields: [] };
  }
  const key = `error.codes.${error.code}`;
  // Codes are open-ended, so the compiler can't know the key.
  const known = i18n.exists(key) ? (i18n.t as (key: string) => string)(key) : null;
  if (error.status === 404) {
    return { title: known ?? t('error.notFound'), detail: t('error.notFoundHint'), fields: [] };
  }
  return {
    title: known ?? (error.title || t('error.failed')),
    detail: error.detail,
    detailLang: 'en',
    fields: error.errors.map((field) => fieldText(field, error.detail)).filter(Boolean),
  };
}
