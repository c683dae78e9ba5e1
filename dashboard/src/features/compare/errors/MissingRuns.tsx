import { useTranslation } from 'react-i18next';
import type { ErrorComparison } from '@/api/types';
import { RefitButton } from '@/components/refit';
import classes from './errors.module.css';

interface MissingRunsProps {
  missing: ErrorComparison['missing'];
  nameOf: (id: string) => string;
}

/** Runs that can't be compared, why, and what can be done about it. */
export function MissingRuns({ missing, nameOf }: MissingRunsProps) {
  const { t } = useTranslation('compare');
  if (missing.length === 0) return null;
  return (
    <section aria-label={t('errors.missing')}>
      <h2>{t('errors.missing')}</h2>
      <ul className={classes.missing}>
        {missing.map(({ job_id, code }) => (
          <li key={job_id}>
            <span>
              <strong>{nameOf(job_id)}</strong> {t(`errors.why.${code}`)}
            </span>
            {code === 'analysis_not_kept' && (
              <RefitButton experimentId={job_id} run={nameOf(job_id)} />
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
