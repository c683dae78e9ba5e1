import { useTranslation } from 'react-i18next';
import type { Prediction, PredictionWarning } from '@/api/types';
import shared from '@/components/shared.module.css';
import { Card, Icon } from '@/components/ui';
import { useFormat } from '@/i18n/useFormat';
import classes from './predictions.module.css';

/** Values the model has not learned from, column by column, with how many rows have them. */
export function WarningsCard({ prediction }: { prediction: Prediction }) {
  const { t } = useTranslation('predictions');
  const { warnings } = prediction.matching;
  if (warnings.length === 0) return null;
  return (
    <Card aria-labelledby="prediction-warnings">
      <h2 id="prediction-warnings">{t('warnings.title')}</h2>
      <ul className={classes.warnings}>
        {warnings.map((warning) => (
          <li key={`${warning.column} ${warning.code}`}>
            <Icon name="warn" size={14} />
            <Warning warning={warning} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Warning({ warning }: { warning: PredictionWarning }) {
  const { t } = useTranslation('predictions');
  const format = useFormat();
  const { column, code, rows, examples, minimum, maximum } = warning;
  const limit = code === 'below_range' ? minimum : maximum;
  const shown = examples.map((value) => (typeof value === 'number' ? format.metric(value) : value));
  return (
    <span>
      <code>{column}</code> {t(`warnings.${code}`, { count: rows })}
      {limit !== null && (code === 'below_range' || code === 'above_range') && (
        <> {t(`warnings.limit_${code}`, { value: format.metric(limit) })}</>
      )}
      {shown.length > 0 && (
        <small className={shared.quiet}>
          {' '}
          {t('warnings.examples', { values: shown.join(', ') })}
        </small>
      )}
    </span>
  );
}
