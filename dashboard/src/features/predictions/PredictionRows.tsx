import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { PredictionItem } from '@/api/types';
import { DataTable, DateTime, shownState, StateBadge } from '@/components/ui';
import { useFormat } from '@/i18n/useFormat';
import { useSubjectText } from './useSubjectText';

/** A row per prediction. */
export function PredictionRows({ predictions }: { predictions: readonly PredictionItem[] }) {
  const { t } = useTranslation('predictions');
  const format = useFormat();
  const subject = useSubjectText();
  return (
    <DataTable label={t('list.label')}>
      <thead>
        <tr>
          <th scope="col">{t('list.name')}</th>
          <th scope="col">{t('list.state')}</th>
          <th scope="col" data-numeric>
            {t('list.done')}
          </th>
          <th scope="col" data-secondary>
            {t('list.by')}
          </th>
          <th scope="col" data-secondary>
            {t('list.for')}
          </th>
          <th scope="col" data-secondary>
            {t('list.created')}
          </th>
        </tr>
      </thead>
      <tbody>
        {predictions.map((prediction) => (
          <tr key={prediction.id}>
            <th scope="row">
              <Link to="/predictions/$id" params={{ id: prediction.id }}>
                {prediction.name}
              </Link>
            </th>
            <td>
              <StateBadge variant="plain" state={shownState(prediction)} />
            </td>
            <td data-numeric>
              {t('list.of', {
                done: format.integer(prediction.rows_done),
                count: format.integer(prediction.row_count),
              })}
            </td>
            <td data-secondary>
              <PredictedBy prediction={prediction} />
            </td>
            <td data-secondary>{subject(prediction)}</td>
            <td data-secondary>
              <DateTime iso={prediction.created_at} />
            </td>
          </tr>
        ))}
      </tbody>
    </DataTable>
  );
}

/** The model or the run that predicts, as a link. */
export function PredictedBy({ prediction }: { prediction: PredictionItem }) {
  const { t } = useTranslation('predictions');
  const { model } = prediction;
  if (model === null) {
    return (
      <Link to="/experiments/$id" params={{ id: prediction.experiment_id }}>
        {t('byRun', { pipeline: prediction.pipeline })}
      </Link>
    );
  }
  return (
    <Link to="/models/$name" params={{ name: model.name }} search={{ version: model.version }}>
      {t('byModel', { name: model.name, number: model.version })}
    </Link>
  );
}
