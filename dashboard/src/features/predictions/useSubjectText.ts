import { useTranslation } from 'react-i18next';
import type { PredictionItem } from '@/api/types';

/** What a prediction is for, in words: "30 steps", "5 rows", a dataset's name. */
export function useSubjectText() {
  const { t } = useTranslation('predictions');
  return (prediction: PredictionItem): string => {
    const { source, row_count: count } = prediction;
    if (source === 'horizon') return t('subject.steps', { count });
    if (source === 'rows') return t('subject.rows', { count });
    return prediction.dataset_name ?? t('subject.dataset');
  };
}
