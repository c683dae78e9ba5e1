import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Prediction } from '@/api/types';
import type { Predictor } from '../predictor';
import classes from '../predictions.module.css';
import { DatasetForm } from './DatasetForm';
import { HorizonForm } from './HorizonForm';
import { RowsForm } from './RowsForm';

interface PredictFormProps {
  predictor: Predictor;
  onStarted: (prediction: Prediction) => void;
  /** In a narrow column: one row, its fields below each other. */
  compact?: boolean;
}

/** What to predict: steps ahead for a forecaster, else rows typed here or a dataset. */
export function PredictForm({ predictor, onStarted, compact = false }: PredictFormProps) {
  const { t } = useTranslation('predictions');
  const [source, setSource] = useState<'rows' | 'dataset'>('rows');
  if (predictor.task === 'forecasting') {
    return <HorizonForm predictor={predictor} onStarted={onStarted} />;
  }
  return (
    <>
      <SegmentedControl
        size="xs"
        fullWidth={compact}
        aria-label={t('form.source')}
        value={source}
        onChange={setSource}
        data={[
          { value: 'rows', label: compact ? t('form.row') : t('form.rows') },
          { value: 'dataset', label: t('form.dataset') },
        ]}
        className={classes.source}
      />
      {source === 'rows' ? (
        <RowsForm predictor={predictor} onStarted={onStarted} compact={compact} />
      ) : (
        <DatasetForm predictor={predictor} onStarted={onStarted} />
      )}
    </>
  );
}
