import { useTranslation } from 'react-i18next';
import type { ErrorComparison } from '@/api/types';
import { DataTable, Icon, NoValue, Num } from '@/components/ui';
import { useFormat } from '@/i18n/useFormat';
import classes from './errors.module.css';

interface ErrorTableProps {
  comparison: ErrorComparison;
  nameOf: (id: string) => string;
  onOpen: (id: string) => void;
}

/** The runs by their errors, least first, with their distance from the best. */
export function ErrorTable({ comparison, nameOf, onOpen }: ErrorTableProps) {
  const { t } = useTranslation('compare');
  const format = useFormat();
  const { runs, tests, best, loss } = comparison;
  const rate = loss === 'zero_one';
  const squared = loss === 'squared_error';
  const lossOf = (run: ErrorComparison['runs'][number]) =>
    (squared ? run.rmse : run.error) ?? Infinity;
  const sorted = runs.toSorted((a, b) => lossOf(a) - lossOf(b));
  const text = (value: number | null) =>
    value === null ? '—' : rate ? format.percent(value, 1) : format.metric(value, 3);
  return (
    <DataTable label={t('errors.table')}>
      <thead>
        <tr>
          <th scope="col">{t('table.run')}</th>
          <th scope="col" data-numeric>
            {rate ? t('errors.rate') : t('errors.mae')}
          </th>
          {!rate && (
            <>
              <th scope="col" data-numeric>
                RMSE
              </th>
              <th scope="col" data-numeric>
                {t('errors.bias')}
              </th>
              <th scope="col" data-numeric>
                {t('errors.middle')}
              </th>
            </>
          )}
          <th scope="col" data-numeric>
            {t(squared ? 'errors.squaredDifference' : 'errors.difference')}
          </th>
          <th scope="col" data-numeric>
            {t('errors.closer')}
          </th>
        </tr>
      </thead>
      <tbody>
        {sorted.map(({ job_id, error, rmse, bias, quantiles }) => {
          const test = tests.find((one) => one.job_id === job_id);
          return (
            <tr key={job_id} data-run={nameOf(job_id)}>
              <th scope="row">
                <button
                  type="button"
                  className={classes.open}
                  onClick={() => {
                    onOpen(job_id);
                  }}
                >
                  {nameOf(job_id)}
                </button>{' '}
                {job_id === best && (
                  <Icon name="star" size={13} label={t('best.mark')} className={classes.star} />
                )}
              </th>
              <td data-numeric>{text(error)}</td>
              {!rate && (
                <>
                  <td data-numeric>
                    <Num value={rmse} />
                  </td>
                  <td data-numeric>
                    <Num value={bias} digits={3} />
                  </td>
                  <td data-numeric>
                    {text(quantiles['0.1'] ?? null)} … {text(quantiles['0.9'] ?? null)}
                  </td>
                </>
              )}
              <td data-numeric>
                {test === undefined ? (
                  <NoValue />
                ) : (
                  <>
                    {text(test.mean_difference)}{' '}
                    <small>
                      ({text(test.low)} … {text(test.high)})
                    </small>
                  </>
                )}
              </td>
              <td data-numeric>
                {test === undefined || test.better_rows === null ? (
                  <NoValue />
                ) : (
                  format.percent(test.better_rows)
                )}
              </td>
            </tr>
          );
        })}
      </tbody>
    </DataTable>
  );
}
