import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClassificationAnalysis, DifferingInput } from '@/api/types';
import { Card, DataTable, NoValue, Num } from '@/components/ui';
import { useFormat } from '@/i18n/useFormat';
import type { NumberAnalysis } from './points';
import type { ErrorModel } from './useErrorModel';
import { worstClassRows, worstRows } from './worst';
import classes from './errors.module.css';

/** The rows with the largest residuals, and what sets them apart. */
export function WorstCard({ analysis, model }: { analysis: NumberAnalysis; model: ErrorModel }) {
  const { t } = useTranslation('errors');
  const { points, mask } = model;
  const rows = useMemo(() => worstRows(analysis, points, mask), [analysis, points, mask]);
  const largest = Math.max(...rows.map(({ sigma }) => Math.abs(sigma ?? 0)), 1e-9);
  const partly = rows.some(({ differs }) => differs === undefined);
  const timed = rows.some(({ time }) => time !== null);
  return (
    <Card aria-label={t('worst.title', { count: rows.length })} className={classes.wide}>
      <div className={classes.head}>
        <h2>
          {t('worst.title', { count: rows.length })}{' '}
          {mask !== null && <small>{analysis.sampled ? t('worst.ofSample') : t('worst.of')}</small>}
        </h2>
      </div>
      <DataTable label={t('worst.label')}>
        <thead>
          <tr>
            <th scope="col">{t('axis.row')}</th>
            {timed && <th scope="col">{t('worst.time')}</th>}
            <th scope="col" data-numeric>
              {t('axis.actual')}
            </th>
            <th scope="col" data-numeric>
              {t('axis.predicted')}
            </th>
            <th scope="col" data-numeric>
              {t('worst.residual')}
            </th>
            <th scope="col">{t('worst.sigma')}</th>
            <th scope="col">
              {t('worst.differs')} {partly && <small>{t('worst.unknown')}</small>}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ row, time, actual, predicted, residual, sigma, differs }, at) => (
            <tr key={`${row}-${at}`} data-row={row}>
              <th scope="row">{row}</th>
              {timed && <td>{timeText(time)}</td>}
              <td data-numeric>
                <Num value={actual} />
              </td>
              <td data-numeric>
                <Num value={predicted} />
              </td>
              <td data-numeric>
                <strong>
                  <Num value={residual} digits={3} />
                </strong>
              </td>
              <td>
                <SigmaBar sigma={sigma} largest={largest} />
              </td>
              <td>
                <Differs differs={differs} />
              </td>
            </tr>
          ))}
        </tbody>
      </DataTable>
    </Card>
  );
}

/** The residual in standard deviations, as a bar to the side it leans to. */
function SigmaBar({ sigma, largest }: { sigma: number | null; largest: number }) {
  const format = useFormat();
  if (sigma === null) return <NoValue />;
  return (
    <span className={classes.sigma} data-side={sigma < 0 ? 'over' : 'under'}>
      <span style={{ width: `${(100 * Math.abs(sigma)) / largest}px` }} />
      {format.metric(Number(sigma.toFixed(1)), 3)}σ
    </span>
  );
}

/** Inputs that few other rows have, with what is usual; undefined where it isn't known. */
function Differs({ differs }: { differs: DifferingInput[] | undefined }) {
  const { t } = useTranslation('errors');
  const format = useFormat();
  if (differs === undefined) return <NoValue />;
  if (differs.length === 0) return <small>{t('worst.nothing')}</small>;
  const text = (value: unknown) => {
    if (typeof value === 'number') return format.metric(value, 3);
    return value === null || value === undefined ? '—' : format.literal(value);
  };
  return (
    <span className={classes.differs}>
      {differs.map(({ name, value, typical }) => (
        <span key={name}>
          {name} {text(value)} <small>{t('worst.typical', { value: text(typical) })}</small>
        </span>
      ))}
    </span>
  );
}

function timeText(time: string | number | null): string {
  if (time === null) return '—';
  // A number that counts time, as a year does, is a name rather than a quantity.
  if (typeof time === 'number') return String(time);
  // Midnights are days; a zone would move them.
  return time.replace(/T00:00(:00(\.0+)?)?(Z|\+00:00)?$/, '').replace('T', ' ');
}

/** The rows whose true class the model held for least likely. */
export function WorstClassCard({
  analysis,
  model,
}: {
  analysis: ClassificationAnalysis;
  model: ErrorModel;
}) {
  const { t } = useTranslation('errors');
  const format = useFormat();
  const { points, mask } = model;
  const rows = useMemo(
    () => worstClassRows(analysis.worst, points, mask),
    [analysis.worst, points, mask],
  );
  return (
    <Card aria-label={t('worst.title', { count: rows.length })} className={classes.wide}>
      <div className={classes.head}>
        <h2>
          {t('worst.title', { count: rows.length })}{' '}
          {mask !== null && <small>{t('worst.ofWorst')}</small>}
        </h2>
      </div>
      <DataTable label={t('worst.labelClasses')}>
        <thead>
          <tr>
            <th scope="col">{t('axis.row')}</th>
            <th scope="col">{t('axis.actual')}</th>
            <th scope="col">{t('axis.predicted')}</th>
            <th scope="col" data-numeric>
              {t('worst.probability')}
            </th>
            <th scope="col">{t('worst.differs')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ row, actual, predicted, probability, differs }) => (
            <tr key={row} data-row={row}>
              <th scope="row">{row}</th>
              <td>{actual}</td>
              <td>{predicted}</td>
              <td data-numeric>
                {probability === null ? <NoValue /> : format.percent(probability, 1)}
              </td>
              <td>
                <Differs differs={differs} />
              </td>
            </tr>
          ))}
        </tbody>
      </DataTable>
    </Card>
  );
}
