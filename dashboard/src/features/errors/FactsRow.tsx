import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Analysis } from '@/api/types';
import { useFormat } from '@/i18n/useFormat';
import { heldOf } from './ForecastCards';
import { chosen } from './points';
import { mean, summarise } from './statistics';
import type { ErrorModel } from './useErrorModel';
import classes from './errors.module.css';

interface Fact {
  name: string;
  value: string;
  /** What it should be, or what it was of all rows. */
  aside?: string;
}

/** The errors in a few numbers; of the rows that pass, beside those of all. */
export function FactsRow({ analysis, model }: { analysis: Analysis; model: ErrorModel }) {
  const facts = useFacts(analysis, model);
  return (
    <dl className={classes.facts}>
      {facts.map(({ name, value, aside }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            {value} {aside !== undefined && <small>{aside}</small>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function useFacts(analysis: Analysis, { points, mask }: ErrorModel): Fact[] {
  const { t } = useTranslation('errors');
  const format = useFormat();
  return useMemo(() => {
    const filtered = mask !== null;
    const fact = (
      name: string,
      now: number | null,
      all: number | null,
      text: (value: number) => string,
    ): Fact => ({
      name,
      value: now === null ? '—' : text(now),
      ...(filtered && all !== null ? { aside: t('facts.all', { value: text(all) }) } : {}),
    });
    const metric = (value: number) => format.metric(value, 4);
    const percent = (value: number) => format.percent(value, 1);
    const rows = filtered ? mask.filter(Boolean).length : analysis.row_count;
    const count = fact(t('facts.rows'), rows, analysis.row_count, format.integer);
    if (analysis.task === 'classification') {
      const errors = chosen(points.error, mask);
      const all = analysis.accuracy;
      const now = filtered ? (errors.length === 0 ? null : 1 - mean(errors)) : all;
      return [fact(t('facts.accuracy'), now, all, percent), count];
    }
    const all = analysis.residuals;
    const part = filtered ? summarise(chosen(points.residual, mask)) : null;
    const pick = (own: number | null | undefined, whole: number | null) =>
      filtered ? (own ?? null) : whole;
    const facts = [
      fact(t('axis.mae'), pick(part?.mae, all.mae), all.mae, metric),
      fact('RMSE', pick(part?.rmse, all.rmse), all.rmse, metric),
      fact(t('facts.bias'), pick(part?.bias, all.mean), all.mean, metric),
      fact(t('facts.std'), pick(part?.std, all.std), all.std, metric),
    ];
    if (analysis.task === 'forecasting' && analysis.coverage !== null) {
      const { target, actual } = analysis.coverage;
      const held = filtered ? chosen(heldOf(analysis, points), mask) : [];
      const now = filtered ? (held.length === 0 ? null : mean(held)) : actual;
      const coverage = fact(t('facts.coverage'), now, actual, percent);
      if (!filtered && target !== null)
        coverage.aside = t('facts.target', { value: format.percent(target) });
      facts.push(coverage);
    }
    return [...facts, count];
  }, [analysis, points, mask, t, format]);
}
