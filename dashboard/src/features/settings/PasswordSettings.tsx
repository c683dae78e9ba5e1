import { Button, PasswordInput } from '@mantine/core';
import { useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useSetPassword } from '@/api/queries/auth';
import type { Me } from '@/api/types';
import { Card, ErrorState } from '@/components/ui';
import classes from './SettingsPage.module.css';

const SHORTEST = 10;

/** Sets the first password of an account made by a link, or changes it. */
export function PasswordSettings({ me }: { me: Me }) {
  const { t } = useTranslation('settings');
  const { t: auth } = useTranslation('auth');
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [repeated, setRepeated] = useState('');
  const setPassword = useSetPassword();
  const tooShort = next !== '' && next.length < SHORTEST;
  const differs = repeated !== '' && repeated !== next;

  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (tooShort || differs) return;
    const body = { new_password: next, ...(me.has_password ? { current_password: current } : {}) };
    setPassword.mutate(body, {
      onSuccess: () => {
        setCurrent('');
        setNext('');
        setRepeated('');
      },
    });
  };
  const toggle = { 'aria-label': auth('showPassword') };

  return (
    <Card aria-labelledby="password-title">
      <h2 id="password-title">{t('password.title')}</h2>
      <p className={classes.intro}>
        {me.has_password ? t('password.change') : t('password.first')}
      </p>
      <form onSubmit={submit} className={classes.form}>
        <input
          type="text"
          name="username"
          autoComplete="username"
          value={me.name}
          readOnly
          hidden
        />
        {me.has_password && (
          <PasswordInput
            label={t('password.current')}
            autoComplete="current-password"
            required
            value={current}
            visibilityToggleButtonProps={toggle}
            onChange={(event) => {
              setCurrent(event.currentTarget.value);
            }}
          />
        )}
        <PasswordInput
          label={t('password.new')}
          description={t('password.rule', { count: SHORTEST })}
          autoComplete="new-password"
          required
          value={next}
          error={tooShort ? t('password.tooShort', { count: SHORTEST }) : undefined}
          visibilityToggleButtonProps={toggle}
          onChange={(event) => {
            setNext(event.currentTarget.value);
          }}
        />
        <PasswordInput
          label={t('password.repeat')}
          autoComplete="new-password"
          required
          value={repeated}
          error={differs ? t('password.differs') : undefined}
          visibilityToggleButtonProps={toggle}
          onChange={(event) => {
            setRepeated(event.currentTarget.value);
          }}
        />
        {setPassword.isError && <ErrorState error={setPassword.error} />}
        {setPassword.isSuccess && (
          <p role="status" className={classes.ok}>
            {t('password.saved')}
          </p>
        )}
        <Button type="submit" variant="filled" loading={setPassword.isPending}>
          {t('password.save')}
        </Button>
      </form>
    </Card>
  );
}
