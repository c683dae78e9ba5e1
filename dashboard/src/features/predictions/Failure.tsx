import { useTranslation } from 'react-i18next';
import type { PredictionItem } from '@/api/types';
import { Icon } from '@/components/ui';
import classes from './predictions.module.css';

const KNOWN_CODES = [
  'worker_lost',
  'pipeline_error',
  'pipeline_missing',
  'dataset_unreadable',
  'out_of_memory',
  'time_limit',
  'process_died',
  'storage_error',
] as const;

/** Why a prediction failed, in words and by code. */
export function Failure({ prediction }: { prediction: PredictionItem }) {
  const { t } = useTranslation('predictions');
  const { state, error } = prediction;
  if (state !== 'failed' || error === null) return null;
  const known = KNOWN_CODES.find((code) => code === error.code);
  return (
    <section role="alert" className={classes.failure}>
      <strong>
        <Icon name="x" size={14} /> {t('failure.title')}
      </strong>
      <p>
        {known && `${t(`failure.codes.${known}`)}. `}
        <span lang="en">{error.message}</span>
      </p>
      <code>{error.code}</code>
    </section>
  );
}
