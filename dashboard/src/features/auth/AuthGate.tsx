import { Loader } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { onUnauthorized } from '@/api/client';
import { isApiError } from '@/api/errors';
import { meQuery, useSetup } from '@/api/queries/auth';
import type { Me } from '@/api/types';
import { AfterDelay, ErrorState } from '@/components/ui';
import { codeInAddress, stripCode } from './oneTimeCode';
import { SessionExpiredDialog } from './SessionExpiredDialog';
import { SignInPage } from './SignInPage';
import classes from './SignIn.module.css';

interface AuthGateProps {
  /** The app, told who is signed in and whether the session still stands. */
  children: (session: { me: Me; expired: boolean }) => ReactNode;
}

/**
 * Exchanges the one-time code of the address for a session: at start, and when a sign-in link is
 * opened in a tab that already shows the app. A refused code leaves the address too.
 */
function useCodeInAddress(onSignedIn: () => void) {
  const { t } = useTranslation('auth');
  const setup = useSetup();
  const [atStart] = useState(codeInAddress);
  const sent = useRef<string | null>(null);
  const exchange = useEffectEvent(() => {
    const code = codeInAddress();
    if (code === null || code === sent.current) return;
    sent.current = code;
    setup.mutate(
      { code },
      {
        onSuccess: () => {
          stripCode();
          onSignedIn();
        },
        onError: (error) => {
          if (!isApiError(error) || error.status === 0) return;
          stripCode();
          notifications.show({ color: 'red', title: t('code.refused'), message: error.detail });
        },
      },
    );
  });
  useEffect(() => {
    const listener = () => {
      exchange();
    };
    listener();
    window.addEventListener('hashchange', listener);
    return () => {
      window.removeEventListener('hashchange', listener);
    };
  }, []);
  return { pending: atStart !== null && (setup.isIdle || setup.isPending) };
}

/** Shows the app to a signed-in user, the sign-in page to anyone else. */
export function AuthGate({ children }: AuthGateProps) {
  const [expired, setExpired] = useState(false);
  const code = useCodeInAddress(() => {
    setExpired(false);
  });
  const me = useQuery({ ...meQuery, enabled: !code.pending });

  useEffect(
    () =>
      onUnauthorized(() => {
        setExpired(true);
      }),
    [],
  );

  if (code.pending || me.isPending) return <Splash />;
  if (me.data === undefined) {
    return (
      <main className={classes.page}>
        <ErrorState page error={me.error} onRetry={() => void me.refetch()} />
      </main>
    );
  }
  if (me.data === null) return <SignInPage />;
  return (
    <>
      {children({ me: me.data, expired })}
      <SessionExpiredDialog
        opened={expired}
        me={me.data}
        onSignedIn={() => {
          setExpired(false);
        }}
      />
    </>
  );
}

function Splash() {
  const { t } = useTranslation();
  return (
    <main className={classes.page}>
      <AfterDelay>
        <Loader role="status" aria-label={t('loading')} />
      </AfterDelay>
    </main>
  );
}
