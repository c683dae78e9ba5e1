import { useTranslation } from 'react-i18next';
import type { Dataset } from '@/api/types';
import { DataTable } from '@/components/ui';
import { useFormat } from '@/i18n/useFormat';
import classes from './DatasetPage.module.css';

/** The columns as they were understood: type, missing values, distinct values. */
export function SchemaTable({ dataset }: { dataset: Dataset }) {
  const { t } = useTranslation('datasets');
  const format = useFormat();
  return (
    <section>
      <h2>{t('schema.title', { count: dataset.columns.length })}</h2>
      <DataTable label={t('schema.label')}>
        <thead>
          <tr>
            <th scope="col">{t('schema.name')}</th>
            <th scope="col">{t('schema.dtype')}</th>
            <th scope="col" data-numeric>
              {t('schema.missing')}
            </th>
            <th scope="col" data-numeric>
              {t('schema.distinct')}
            </th>
          </tr>
        </thead>
        <tbody>
          {dataset.columns.map((column) => (
            <tr key={column.name}>
              <th scope="row">
                <code>{column.name}</code>
              </th>
              <td>{t(`dtype.${column.dtype}`)}</td>
              <td data-numeric>
                <Missing missing={column.missing} rows={dataset.row_count} />
              </td>
              <td data-numeric>{format.integer(column.distinct)}</td>
            </tr>
          ))}
        </tbody>
      </DataTable>
    </section>
  );
}

function Missing({ missing, rows }: { missing: number; rows: number }) {
  const format = useFormat();
  if (missing === 0) return <span className={classes.missing}>0</span>;
  const fraction = missing / rows;
  return (
    <span className={classes.share}>
      <span className={classes.bar} aria-hidden>
        <span className={classes.fill} style={{ display: 'block', width: `${fraction * 100}%` }} />
      </span>
      {format.integer(missing)} ({format.percent(fraction, 1)})
    </span>
  );
}
