import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { datasetPreviewQuery } from '@/api/queries/datasets';
import type { Dataset } from '@/api/types';
import { DataTable, ErrorState, NoValue, Skeletons } from '@/components/ui';
import classes from './DatasetPage.module.css';

const ROWS = 20;
const NUMERIC = new Set(['number', 'integer']);

/** The first rows, cells as they were read. */
export function DatasetPreview({ dataset }: { dataset: Dataset }) {
  const { t } = useTranslation('datasets');
  const preview = useQuery(datasetPreviewQuery(dataset.id, ROWS));
  const numeric = dataset.columns.map((column) => NUMERIC.has(column.dtype));
  return (
    <section>
      <h2>{t('preview.title', { count: Math.min(ROWS, dataset.row_count) })}</h2>
      {preview.isPending && <Skeletons count={5} height={28} />}
      {preview.isError && (
        <ErrorState error={preview.error} onRetry={() => void preview.refetch()} />
      )}
      {preview.data && (
        <DataTable label={t('preview.label')}>
          <thead>
            <tr>
              {preview.data.columns.map((name, column) => (
                <th key={name} scope="col" data-numeric={numeric[column] ? true : undefined}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {preview.data.rows.map((row, index) => (
              <tr key={index}>
                {row.map((cell, column) => (
                  <td key={column} data-numeric={numeric[column] ? true : undefined}>
                    <PreviewCell cell={cell} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </DataTable>
      )}
    </section>
  );
}

function PreviewCell({ cell }: { cell: unknown }) {
  if (cell === null) {
    return (
      <span className={classes.missing}>
        <NoValue />
      </span>
    );
  }
  return <code>{typeof cell === 'string' ? cell : JSON.stringify(cell)}</code>;
}
