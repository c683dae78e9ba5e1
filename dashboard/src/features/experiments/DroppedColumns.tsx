import { useTranslation } from 'react-i18next';
import type { Experiment } from '@/api/types';
import { Card, Facts } from '@/components/ui';
import classes from './experiments.module.css';

/** The columns the pipeline did not learn from, each with its reason. */
export function DroppedColumns({ run }: { run: Experiment }) {
  const { t } = useTranslation('experiments');
  const entries = Object.entries(run.dropped_columns);
  if (entries.length === 0) return null;
  return (
    <Card aria-labelledby="run-dropped">
      <h2 id="run-dropped">{t('dropped.title', { count: entries.length })}</h2>
      <Facts rows={entries} className={classes.facts} />
    </Card>
  );
}
