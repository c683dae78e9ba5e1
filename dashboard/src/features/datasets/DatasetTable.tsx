import { ActionIcon, Tooltip, VisuallyHidden } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Dataset } from '@/api/types';
import { DataTable, DateTime, Icon } from '@/components/ui';
import { useFormat } from '@/i18n/useFormat';
import { DeleteDatasetDialog } from './DeleteDatasetDialog';

export function DatasetTable({ datasets }: { datasets: Dataset[] }) {
  const { t } = useTranslation('datasets');
  const format = useFormat();
  const [doomed, setDoomed] = useState<Dataset | null>(null);
  return (
    <>
      <DataTable label={t('title')}>
        <thead>
          <tr>
            <th scope="col">{t('column.name')}</th>
            <th scope="col" data-numeric>
              {t('column.rows')}
            </th>
            <th scope="col" data-numeric data-secondary>
              {t('column.columns')}
            </th>
            <th scope="col" data-numeric data-secondary>
              {t('column.size')}
            </th>
            <th scope="col" data-secondary>
              {t('column.format')}
            </th>
            <th scope="col" data-secondary>
              {t('column.created')}
            </th>
            <th scope="col">
              <VisuallyHidden>{t('column.actions')}</VisuallyHidden>
            </th>
          </tr>
        </thead>
        <tbody>
          {datasets.map((dataset) => (
            <tr key={dataset.id}>
              <th scope="row">
                <Link to="/datasets/$id" params={{ id: dataset.id }}>
                  {dataset.name}
                </Link>
              </th>
              <td data-numeric>{format.integer(dataset.row_count)}</td>
              <td data-numeric data-secondary>
                {format.integer(dataset.columns.length)}
              </td>
              <td data-numeric data-secondary>
                {format.bytes(dataset.size_bytes)}
              </td>
              <td data-secondary>{dataset.format.toUpperCase()}</td>
              <td data-secondary>
                <DateTime iso={dataset.created_at} />
              </td>
              <td data-actions>
                <Tooltip label={t('delete.action')}>
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    size={26}
                    aria-label={t('delete.name', { name: dataset.name })}
                    onClick={() => {
                      setDoomed(dataset);
                    }}
                  >
                    <Icon name="trash" size={15} />
                  </ActionIcon>
                </Tooltip>
              </td>
            </tr>
          ))}
        </tbody>
      </DataTable>
      <DeleteDatasetDialog
        dataset={doomed}
        onClose={() => {
          setDoomed(null);
        }}
      />
    </>
  );
}
