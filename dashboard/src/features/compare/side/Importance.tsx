import { useTranslation } from 'react-i18next';
import { useFormat } from '@/i18n/useFormat';
import type { Comparison } from '../types';
import classes from './side.module.css';

interface ImportanceProps {
  importance: NonNullable<Comparison['importance']>;
  /** How many results it is from. */
  runs: number | null;
  metric: string;
}

/** How much each parameter explains of the batch's objective, as a worker worked it out. */
export function Importance({ importance, runs, metric }: ImportanceProps) {
  const { t } = useTranslation('compare');
  const format = useFormat();
  const sorted = [...importance].sort((a, b) => b.value - a.value);
  const largest = sorted[0]?.value ?? 1;
  return (
    <section className={classes.section}>
      <h2>{t('importance.title')}</h2>
      <dl className={classes.bars}>
        {sorted.map(({ name, value }) => (
          <div key={name} className={classes.bar}>
            <dt title={name}>{name}</dt>
            <dd>
              <i style={{ width: `${largest > 0 ? (100 * value) / largest : 0}%` }} />
              <span>{format.percent(value)}</span>
            </dd>
          </div>
        ))}
      </dl>
      <p className={classes.note}>
        {t('importance.note', { metric, count: runs ?? 0, runs: format.integer(runs ?? 0) })}
      </p>
    </section>
  );
}
