import { useTranslation } from 'react-i18next';
import type { Experiment } from '@/api/types';
import shared from '@/components/shared.module.css';
import { Card, DataTable, NoValue, Num } from '@/components/ui';
import { crossValidationOf } from './detailShape';

const KINDS = ['k-fold', 'group', 'time'] as const;

/** The metrics over the folds of a cross-validation: mean, spread, and each fold. */
export function FoldsCard({ run }: { run: Experiment }) {
  const { t } = useTranslation('experiments');
  const cv = crossValidationOf(run.details);
  if (cv === null) return null;
  const kind = KINDS.find((one) => one === cv.kind);
  const numbers = Array.from({ length: cv.folds }, (_, index) => index);
  return (
    <Card aria-labelledby="run-folds">
      <h2 id="run-folds">
        {t('folds.title')}{' '}
        <small className={shared.aside}>
          {[t('folds.count', { count: cv.folds }), kind ? t(`folds.kind.${kind}`) : cv.kind].join(
            ' · ',
          )}
        </small>
      </h2>
      <DataTable label={t('folds.title')}>
        <thead>
          <tr>
            <th scope="col">{t('folds.metric')}</th>
            <th scope="col" data-numeric>
              {t('folds.mean')}
            </th>
            {numbers.map((index) => (
              <th key={index} scope="col" data-numeric data-secondary>
                {t('folds.fold', { number: index + 1 })}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Object.entries(cv.metrics).map(([name, { mean, std, values }]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td data-numeric>
                <Num value={mean} /> {std !== null && <Spread std={std} />}
              </td>
              {numbers.map((index) => (
                <td key={index} data-numeric data-secondary>
                  {values[index] === undefined ? <NoValue /> : <Num value={values[index]} />}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </DataTable>
    </Card>
  );
}

/** "± 1.2": the standard deviation over the folds. */
export function Spread({ std }: { std: number }) {
  const { t } = useTranslation('experiments');
  return (
    <small className={shared.aside} title={t('folds.std')}>
      ± <Num value={std} digits={2} />
    </small>
  );
}
