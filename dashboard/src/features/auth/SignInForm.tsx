import { Button, PasswordInput, SegmentedControl, TextInput } from '@mantine/core';
import { useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useLogin, useSetup } from '@/api/queries/auth';
import { ErrorState } from '@/components/ui';
import { readCode } from './oneTimeCode';
import classes from './SignIn.module.css';

interface SignInFormProps {
  /** Prefilled name, e.g. of the session that ended. */
  name?: string;
  /** What to offer first; a user without a password can only come by a code. */
  firstWay?: 'password' | 'code';
  onSignedIn?: () => void;
}

/** Sign-in by name and password, or by a one-time code or link. */
export function SignInForm({ name, firstWay = 'password', onSignedIn }: SignInFormProps) {
  const { t } = useTranslation('auth');
  const [way, setWay] = useState(firstWay);
  return (
    <div className={classes.form}>
      <SegmentedControl
        fullWidth
        aria-label={t('way.label')}
        value={way}
        onChange={(value) => {
          setWay(value);
        }}
        data={[
          { value: 'password', label: t('way.password') },
          { value: 'code', label: t('way.code') },
        ]}
      />
      {way === 'password' ? (
        <PasswordForm name={name} onSignedIn={onSignedIn} />
      ) : (
        <CodeForm onSignedIn={onSignedIn} />
      )}
    </div>
  );
}

function PasswordForm({ name: knownName, onSignedIn }: SignInFormProps) {
  const { t } = useTranslation('auth');
  const [name, setName] = useState(knownName ?? '');
  const [password, setPassword] = useState('');
  const login = useLogin();

  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    login.mutate({ name: name.trim(), password }, { onSuccess: onSignedIn });
  };

  return (
    <form onSubmit={submit} className={classes.form}>
      <TextInput
        label={t('name')}
        autoComplete="username"
        required
        value={name}
        onChange={(event) => {
          setName(event.currentTarget.value);
        }}
        data-autofocus={knownName ? undefined : true}
      />
      <PasswordInput
        label={t('password')}
        autoComplete="current-password"
        required
        value={password}
        onChange={(event) => {
          setPassword(event.currentTarget.value);
        }}
        visibilityToggleButtonProps={{ 'aria-label': t('showPassword') }}
        data-autofocus={knownName ? true : undefined}
      />
      {login.isError && <ErrorState error={login.error} title={t('signInFailed')} />}
      <Button type="submit" variant="filled" loading={login.isPending} fullWidth>
        {t('signIn')}
      </Button>
    </form>
  );
}

function CodeForm({ onSignedIn }: SignInFormProps) {
  const { t } = useTranslation('auth');
  const [text, setText] = useState('');
  const [malformed, setMalformed] = useState(false);
  const setup = useSetup();

  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const code = readCode(text);
    setMalformed(code === null);
    if (code !== null) setup.mutate({ code }, { onSuccess: onSignedIn });
  };

  return (
    <form onSubmit={submit} className={classes.form}>
      <TextInput
        label={t('code.label')}
        description={t('code.hint')}
        autoComplete="one-time-code"
        spellCheck={false}
        required
        value={text}
        error={malformed ? t('code.malformed') : undefined}
        onChange={(event) => {
          setText(event.currentTarget.value);
        }}
      />
      {setup.isError && <ErrorState error={setup.error} title={t('code.refused')} />}
      <Button type="submit" variant="filled" loading={setup.isPending} fullWidth>
        {t('signIn')}
      </Button>
    </form>
  );
}
