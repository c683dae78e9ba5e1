import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Batch, Dataset } from '@/api/types';
import { Card, Icon, LinkButton } from '@/components/ui';
import classes from './HomePage.module.css';

interface ChecklistProps {
  /** A dataset of the user, if there is one. */
  dataset: Dataset | undefined;
  /** A batch under way, if there is one. */
  batch: Batch | undefined;
}

/** The way to the first comparison, shown until a batch has ended. */
export function Checklist({ dataset, batch }: ChecklistProps) {
  const { t } = useTranslation('home');
  const done = [dataset !== undefined, batch !== undefined, false];
  const next = done.indexOf(false);
  const state = (step: number) => (done[step] ? 'done' : step === next ? 'next' : 'later');
  return (
    <Card aria-labelledby="checklist-title">
      <h2 id="checklist-title">{t('checklist.title')}</h2>
      <ol className={classes.steps}>
        <Step
          number={1}
          state={state(0)}
          title={t('checklist.data')}
          text={t('checklist.dataText')}
        >
          <LinkButton to="/datasets" variant={state(0) === 'next' ? 'filled' : 'default'}>
            {dataset ? t('checklist.dataMore') : t('checklist.dataAction')}
          </LinkButton>
        </Step>
        <Step
          number={2}
          state={state(1)}
          title={t('checklist.batch')}
          text={t('checklist.batchText')}
        >
          {dataset && (
            <LinkButton
              to="/batches/new"
              search={{ dataset: dataset.id }}
              variant={state(1) === 'next' ? 'filled' : 'default'}
            >
              {t('newBatch')}
            </LinkButton>
          )}
        </Step>
        <Step
          number={3}
          state={state(2)}
          title={t('checklist.compare')}
          text={t('checklist.compareText')}
        >
          {batch && (
            <LinkButton to="/batches/$id" params={{ id: batch.id }} variant="filled">
              {t('checklist.watch')}
            </LinkButton>
          )}
        </Step>
      </ol>
    </Card>
  );
}

interface StepProps {
  number: number;
  state: 'done' | 'next' | 'later';
  title: string;
  text: string;
  children?: ReactNode;
}

function Step({ number, state, title, text, children }: StepProps) {
  const { t } = useTranslation('home');
  return (
    <li
      className={classes.step}
      data-state={state}
      aria-current={state === 'next' ? 'step' : undefined}
    >
      <span className={classes.mark}>
        {state === 'done' ? <Icon name="check" size={14} label={t('checklist.done')} /> : number}
      </span>
      <h3>{title}</h3>
      <p>{text}</p>
      <div className={classes.stepActions}>{children}</div>
    </li>
  );
}
