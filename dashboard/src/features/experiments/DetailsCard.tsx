import { useTranslation } from 'react-i18next';
import type { Experiment } from '@/api/types';
import { Card, Facts } from '@/components/ui';
import { shapeOf } from './detailShape';
import { DetailValue } from './DetailValue';
import classes from './experiments.module.css';
import { useDetailLabel } from './useDetailLabel';

/** What else the pipeline tells of the run: facts first, then its lists and tables. */
export function DetailsCard({ run }: { run: Experiment }) {
  const { t } = useTranslation('experiments');
  const label = useDetailLabel();
  // The folds have a card of their own.
  const entries = Object.entries(run.details).filter(([name]) => name !== 'cv');
  if (entries.length === 0) return null;
  const facts = entries.filter(([, value]) => isFact(value));
  const parts = entries.filter(([, value]) => !isFact(value));
  return (
    <Card aria-labelledby="run-details">
      <h2 id="run-details">{t('details.title')}</h2>
      {facts.length > 0 && (
        <Facts
          className={classes.facts}
          rows={facts.map(([name, value]) => [
            label(name),
            <DetailValue key={name} name={name} value={value} />,
          ])}
        />
      )}
      {parts.map(([name, value]) => (
        <section key={name} aria-label={label(name)} className={classes.detailPart}>
          <h3>{label(name)}</h3>
          <DetailValue name={name} value={value} />
        </section>
      ))}
    </Card>
  );
}

const isFact = (value: unknown): boolean => ['scalar', 'list'].includes(shapeOf(value).kind);
