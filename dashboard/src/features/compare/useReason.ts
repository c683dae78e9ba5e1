import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { JobError } from '@/api/types';

/** The short reason of a failure: the words of its code where known, else the code itself. */
export function useReason(): (error: JobError | null) => string {
  const { t, i18n } = useTranslation('compare');
  return useCallback(
    (error) => {
      if (error === null) return t('unfinished.unknown');
      const key = `compare:codes.${error.code}`;
      // Codes come from plug-ins too, so the compiler can't know them.
      return i18n.exists(key)
        ? (i18n.t as (key: string) => string)(key)
        : error.code.replaceAll('_', ' ');
    },
    [t, i18n],
  );
}
