import { useTranslation } from 'react-i18next';
import type { ErrorComparison } from '@/api/types';
import { Icon } from '@/components/ui';
import { useFormat } from '@/i18n/useFormat';
import classes from './errors.module.css';

interface VerdictsProps {
  comparison: ErrorComparison;
  nameOf: (id: string) => string;
}

const SMALL = 0.001;

/** Whether the best run leads by more than chance, one sentence for each other run. */
export function Verdicts({ comparison, nameOf }: VerdictsProps) {
  const { t } = useTranslation('compare');
  const format = useFormat();
  const { tests, loss } = comparison;
  const method = tests[0]?.method;
  return (
    <>
      <ul className={classes.verdicts}>
        {tests.map(({ job_id, against, verdict, p_value }) => (
          <li key={job_id} data-verdict={verdict}>
            <Icon name={verdict === 'better' ? 'check' : 'minus'} size={14} />
            <span>
              {t(`errors.verdict.${verdict}`, { best: nameOf(against), other: nameOf(job_id) })}{' '}
              <small>
                {p_value === null
                  ? t('errors.noP')
                  : p_value < SMALL
                    ? t('errors.pBelow', { value: format.metric(SMALL) })
                    : t('errors.p', { value: format.metric(p_value, 2) })}
              </small>
            </span>
          </li>
        ))}
      </ul>
      {method !== undefined && (
        <p className={classes.quiet}>
          {t(`errors.method.${method}`, { count: tests.length, loss })}
        </p>
      )}
    </>
  );
}
