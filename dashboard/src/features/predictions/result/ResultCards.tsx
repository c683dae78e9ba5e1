import { useTranslation } from 'react-i18next';
import type { Prediction } from '@/api/types';
import shared from '@/components/shared.module.css';
import { Card } from '@/components/ui';
import { useFormat } from '@/i18n/useFormat';
import { hasChart, ResultChart } from './ResultChart';
import { ResultTable } from './ResultTable';
import { SingleValue } from './SingleValue';

/** What was predicted so far: as a chart and as the first rows of its table. */
export function ResultCards({ prediction }: { prediction: Prediction }) {
  const { t } = useTranslation('predictions');
  const format = useFormat();
  const { rows_done: done, row_count: count, preview, source, state } = prediction;
  if (done === 0) {
    return state === 'queued' || state === 'running' ? (
      <Card>
        <p className={shared.quiet}>{t('result.notYet')}</p>
      </Card>
    ) : null;
  }
  return (
    <>
      {source !== 'horizon' && done === 1 && (
        <Card aria-label={t('result.title')}>
          <SingleValue prediction={prediction} />
        </Card>
      )}
      {hasChart(prediction) && (
        <Card aria-labelledby="prediction-chart">
          <h2 id="prediction-chart">
            {source === 'horizon' ? t('chart.forecastTitle') : t('chart.spreadTitle')}
          </h2>
          <ResultChart prediction={prediction} />
        </Card>
      )}
      <Card aria-labelledby="prediction-result">
        <h2 id="prediction-result">
          {t('result.title')}{' '}
          <small className={shared.aside}>
            {done < count && `${t('result.partial', { done: format.integer(done), count })} · `}
            {preview.length < done
              ? t('result.first', { shown: preview.length, count: done })
              : t('result.all', { count: done })}
          </small>
        </h2>
        <ResultTable prediction={prediction} />
      </Card>
    </>
  );
}
