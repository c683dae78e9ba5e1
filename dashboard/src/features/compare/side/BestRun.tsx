import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Icon } from '@/components/ui';
import { shortLiteral } from '../cells';
import type { CompareModel } from '../useCompareModel';
import classes from './side.module.css';

interface BestRunProps {
  model: CompareModel;
  best: number | null;
  onOpen: (index: number) => void;
  /** Absent where models can't be registered. */
  onRegister?: (index: number) => void;
}

/** More parameters than this are folded away. */
const SHOWN = 14;

/** The best run's value, how far it is from the median, and what it was set to. */
export function BestRun({ model, best, onOpen, onRegister }: BestRunProps) {
  const { t } = useTranslation('compare');
  const { data, ranking } = model.parallel;
  const objective = ranking?.objective;
  const value = best === null ? null : (objective?.column.values[best] ?? null);
  const metric = objective?.column.label ?? data.objective.metric;
  if (best === null || typeof value !== 'number') {
    return <section className={classes.section}>{t('best.none', { metric })}</section>;
  }
  const parameters = data.columns.filter(({ role }) => role === 'parameter');
  const constants = data.constants.map(({ label, value: same }) => ({ name: label, value: same }));
  // A setting without a value is one that the run's pipeline doesn't have.
  const settings = parameters.flatMap(({ label, values }) => {
    const own = values[best] ?? null;
    return own === null ? [] : [{ name: label, value: shortLiteral(own) }];
  });
  return (
    <section className={classes.section} data-testid="best-run">
      <h2 className={classes.bestTitle}>
        <Icon name="star" size={15} className={classes.star} />
        {t('best.title', { number: data.runs[best]?.number ?? 0 })}
      </h2>
      <p className={classes.bestValue}>
        <span data-testid="best-value">{model.objectiveText(value)}</span> <small>{metric}</small>
      </p>
      <p className={classes.note}>
        <Distance model={model} value={value} /> ·{' '}
        {t(`direction.${objective?.direction ?? 'minimize'}`)}
      </p>
      <Settings settings={settings.slice(0, SHOWN)} />
      <Folded
        title={t('best.others', { count: settings.length - SHOWN })}
        settings={settings.slice(SHOWN)}
      />
      <Folded title={t('best.fixed', { count: data.constants.length })} settings={constants} />
      <div className={classes.buttons}>
        <Button
          size="xs"
          onClick={() => {
            onOpen(best);
          }}
        >
          {t('best.open')}
        </Button>
        {onRegister && (
          <Button
            size="xs"
            leftSection={<Icon name="model" size={14} />}
            onClick={() => {
              onRegister(best);
            }}
          >
            {t('best.register')}
          </Button>
        )}
      </div>
    </section>
  );
}

function Distance({ model, value }: { model: CompareModel; value: number }) {
  const { t } = useTranslation('compare');
  const median = model.parallel.ranking?.median ?? value;
  const distance = model.objectiveText(Math.abs(value - median));
  if (value === median) return t('best.same');
  return value < median
    ? t('best.below', { value: distance })
    : t('best.above', { value: distance });
}

type SettingList = readonly { name: string; value: string }[];

function Settings({ settings }: { settings: SettingList }) {
  return (
    <dl className={classes.values}>
      {settings.map(({ name, value }) => (
        <div key={name} className={classes.setting}>
          <dt title={name}>{name}</dt>
          <dd title={value}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Folded({ title, settings }: { title: string; settings: SettingList }) {
  if (settings.length === 0) return null;
  return (
    <details className={classes.fixed}>
      <summary>{title}</summary>
      <Settings settings={settings} />
    </details>
  );
}
