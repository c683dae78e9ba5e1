import { useTranslation } from 'react-i18next';
import { isApiError } from '@/api/errors';
import type { FieldError } from '@/api/types';

interface ErrorText {
  title: string;
  detail: string;
  /** `place: message` lines of a validation answer. */
  fields: string[];
}

function place(error: FieldError): string {
  const path = error.loc.filter((part, index) => index > 0 || part !== 'body').join('.');
  return path ? `${path}: ${error.message}` : error.message;
}

/** The words for an error: translated by its code where known, else the server's own detail. */
export function useErrorText(error: unknown): ErrorText {
  const { t, i18n } = useTranslation();
  if (!isApiError(error)) {
    return { title: t('error.unexpected'), detail: String(error), fields: [] };
  }
  const key = `error.codes.${error.code}`;
  // Codes are open-ended, so the key can't be known to the compiler.
  const known = i18n.exists(key) ? (i18n.t as (key: string) => string)(key) : null;
  const fields = error.errors.map(place);
  if (error.status === 0) return { title: t('error.network'), detail: t('error.networkHint'), fields };
  if (error.status === 404) return { title: t('error.notFound'), detail: known ?? t('error.notFoundHint'), fields };
  return { title: known ?? t('error.failed'), detail: error.detail, fields };
}
