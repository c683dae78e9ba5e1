import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { tokensQuery, useCreateToken, useRevokeToken } from '@/api/queries/auth';
import type { Token } from '@/api/types';
import { Card, ConfirmDialog, ErrorState, Skeletons } from '@/components/ui';
import { AddForm } from './AddForm';
import { Secret } from './Secret';
import { TokenTable } from './TokenTable';
import classes from './SettingsPage.module.css';

const LIFETIMES = ['30', '90', '365', 'never'] as const;
type Lifetime = (typeof LIFETIMES)[number];
const DAY_MS = 24 * 3600 * 1000;

function expiry(lifetime: Lifetime): { expires_at?: string } {
  if (lifetime === 'never') return {};
  return { expires_at: new Date(Date.now() + Number(lifetime) * DAY_MS).toISOString() };
}

/** Personal access tokens for scripts: made, shown once, revoked. */
export function TokenSettings() {
  const { t } = useTranslation('settings');
  const tokens = useQuery(tokensQuery);
  const create = useCreateToken();
  const [doomed, setDoomed] = useState<Token | null>(null);
  return (
    <Card aria-labelledby="tokens-title">
      <h2 id="tokens-title">{t('tokens.title')}</h2>
      <p className={classes.intro}>{t('tokens.intro')}</p>
      <NewToken create={create} />
      {create.data && (
        <Secret
          title={t('tokens.created', { name: create.data.name })}
          value={create.data.token}
          onDismiss={create.reset}
        />
      )}
      {tokens.isPending && <Skeletons count={2} />}
      {tokens.isError && <ErrorState error={tokens.error} onRetry={() => void tokens.refetch()} />}
      {tokens.data && <TokenTable tokens={tokens.data.items} onRevoke={setDoomed} />}
      <RevokeDialog
        token={doomed}
        onClose={() => {
          setDoomed(null);
        }}
      />
    </Card>
  );
}

function NewToken({ create }: { create: ReturnType<typeof useCreateToken> }) {
  const { t } = useTranslation('settings');
  return (
    <AddForm<Lifetime>
      name={{ label: t('tokens.name'), placeholder: t('tokens.example') }}
      choice={{
        label: t('tokens.lifetime'),
        initial: '90',
        data: LIFETIMES.map((value) => ({ value, label: t(`tokens.lifetimes.${value}`) })),
      }}
      action={t('tokens.create')}
      adding={create}
      onAdd={(name, lifetime, clear) => {
        create.mutate({ name, ...expiry(lifetime) }, { onSuccess: clear });
      }}
    />
  );
}

function RevokeDialog({ token, onClose }: { token: Token | null; onClose: () => void }) {
  const { t } = useTranslation('settings');
  const revoke = useRevokeToken();
  const close = () => {
    revoke.reset();
    onClose();
  };
  return (
    <ConfirmDialog
      opened={token !== null}
      onClose={close}
      onConfirm={() => {
        if (token) revoke.mutate(token.id, { onSuccess: close });
      }}
      title={t('tokens.revokeTitle')}
      confirmLabel={t('tokens.revoke')}
      danger
      pending={revoke.isPending}
      error={revoke.error}
    >
      {t('tokens.revokeText', { name: token?.name ?? '' })}
    </ConfirmDialog>
  );
}
