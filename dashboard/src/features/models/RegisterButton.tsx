import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { runModelQuery } from '@/api/queries/models';
import type { Experiment } from '@/api/types';
import { Icon } from '@/components/ui';
import { RegisterDialog } from './RegisterDialog';
import classes from './models.module.css';

/** Keeps the model of a run that succeeded; disabled with its reason where the run's model is gone. */
export function RegisterButton({ run }: { run: Experiment }) {
  const { t } = useTranslation('models');
  const [open, setOpen] = useState(false);
  if (run.state !== 'succeeded') return null;
  return (
    <>
      <Button
        variant="filled"
        disabled={!run.model_kept}
        title={run.model_kept ? undefined : t('register.notKept')}
        leftSection={<Icon name="model" size={14} />}
        onClick={() => {
          setOpen(true);
        }}
      >
        {t('register.button')}
      </Button>
      {open && (
        <RegisterDialog
          runId={run.id}
          onClose={() => {
            setOpen(false);
          }}
        />
      )}
    </>
  );
}

const BADGES = 3;

/** The newest versions that were made of a run, as links, and how many more there are. */
export function RegisteredAs({ run }: { run: Experiment }) {
  const { t } = useTranslation('models');
  const { data } = useQuery({
    ...runModelQuery(run.id),
    enabled: run.state === 'succeeded' && run.model_kept,
  });
  if (data === undefined) return null;
  const more = data.registered.length - BADGES;
  return (
    <>
      {data.registered.slice(0, BADGES).map(({ model, version }) => (
        <Link
          key={`${model} ${version}`}
          to="/models/$name"
          params={{ name: model }}
          search={{ version }}
          className={classes.registered}
        >
          <Icon name="model" size={12} /> {model} {t('version', { number: version })}
        </Link>
      ))}
      {more > 0 && <small>{t('register.more', { count: more })}</small>}
    </>
  );
}
