import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Model } from '@/api/types';
import { DataTable, DateTime } from '@/components/ui';
import { useFormat } from '@/i18n/useFormat';
import { AliasBadges } from './AliasBadges';
import { FirstMetric, FirstVerdict } from './MetricVerdict';

/** A row per registered model, with what its newest version reached. */
export function ModelRows({ models }: { models: readonly Model[] }) {
  const { t } = useTranslation('models');
  const format = useFormat();
  return (
    <DataTable label={t('title')}>
      <thead>
        <tr>
          <th scope="col">{t('column.name')}</th>
          <th scope="col" data-numeric>
            {t('column.versions')}
          </th>
          <th scope="col">{t('column.aliases')}</th>
          <th scope="col" data-numeric data-secondary>
            {t('column.latest')}
          </th>
          <th scope="col" data-secondary>
            {t('column.baseline')}
          </th>
          <th scope="col" data-secondary>
            {t('column.predicts')}
          </th>
          <th scope="col" data-secondary>
            {t('column.updated')}
          </th>
        </tr>
      </thead>
      <tbody>
        {models.map((model) => (
          <tr key={model.name}>
            <th scope="row">
              <Link to="/models/$name" params={{ name: model.name }}>
                {model.name}
              </Link>
            </th>
            <td data-numeric>{format.integer(model.version_count)}</td>
            <td>
              <AliasBadges aliases={Object.keys(model.aliases)} versions={model.aliases} />
            </td>
            <td data-numeric data-secondary>
              <FirstMetric version={model.latest} />
            </td>
            <td data-secondary>
              <FirstVerdict version={model.latest} />
            </td>
            <td data-secondary>
              {t('predicts', { target: model.latest.target, dataset: model.latest.dataset_name })}
            </td>
            <td data-secondary>
              <DateTime iso={model.updated_at} />
            </td>
          </tr>
        ))}
      </tbody>
    </DataTable>
  );
}
