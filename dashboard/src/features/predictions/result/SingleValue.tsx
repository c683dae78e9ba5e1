import { useTranslation } from 'react-i18next';
import type { Prediction } from '@/api/types';
import { NoValue } from '@/components/ui';
import { useFormat } from '@/i18n/useFormat';
import classes from '../predictions.module.css';
import { useCellFormat } from './useCellFormat';

const PROBABILITY = 'probability_';
const SHOWN_CLASSES = 5;

/** The answer for one row, in large; of a class with how sure the model is. */
export function SingleValue({ prediction }: { prediction: Prediction }) {
  const { t } = useTranslation('predictions');
  const format = useFormat();
  const cell = useCellFormat();
  const row = prediction.preview[0];
  if (!row) return null;
  const likely = Object.entries(row)
    .flatMap(([column, value]) =>
      column.startsWith(PROBABILITY) && typeof value === 'number'
        ? [{ label: column.slice(PROBABILITY.length), probability: value }]
        : [],
    )
    .sort((a, b) => b.probability - a.probability);
  return (
    <>
      <p className={classes.single}>
        <span>{t('result.predicted', { target: prediction.target })}</span>
        <strong>{cell('prediction', row.prediction) ?? <NoValue />}</strong>
      </p>
      {likely.length > 0 && (
        <ul className={classes.likely}>
          {likely.slice(0, SHOWN_CLASSES).map(({ label, probability }) => (
            <li key={label}>
              <span>{label}</span>
              <span className={classes.likelyBar} aria-hidden>
                <span style={{ width: `${probability * 100}%` }} />
              </span>
              <span>{format.percent(probability, 1)}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
