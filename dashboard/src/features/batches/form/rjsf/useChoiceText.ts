import { useTranslation } from 'react-i18next';
import { formatLiteral } from '@/i18n/format';
import type { SweepValue } from '../sweep';

/** How one value of a parameter is written: literally, but yes, no and none in words. */
export function useChoiceText(): (value: SweepValue) => string {
  const { t } = useTranslation('batches');
  return (value) => {
    if (value === null) return t('form.input.none');
    if (typeof value === 'boolean') return value ? t('form.input.yes') : t('form.input.no');
    return formatLiteral(value);
  };
}
