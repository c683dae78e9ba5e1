import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useInviteAgain, useInviteUser, usersQuery } from '@/api/queries/users';
import type { Invite, Me, Role } from '@/api/types';
import { Card, ErrorState, Skeletons } from '@/components/ui';
import { useFormat } from '@/i18n/useFormat';
import { AddForm } from './AddForm';
import { Secret } from './Secret';
import { UserTable } from './UserTable';
import classes from './SettingsPage.module.css';

const ROLES = ['member', 'admin'] as const satisfies Role[];

const inviteLink = (invite: Invite) => `${window.location.origin}/#code=${invite.code}`;

/** Users of this installation, for admins: invite, change the role, disable. */
export function UserSettings({ me }: { me: Me }) {
  const { t } = useTranslation('settings');
  const format = useFormat();
  const users = useQuery(usersQuery);
  const again = useInviteAgain();
  const [invite, setInvite] = useState<Invite | null>(null);
  return (
    <Card aria-labelledby="users-title">
      <h2 id="users-title">{t('users.title')}</h2>
      <p className={classes.intro}>{t('users.intro')}</p>
      <InviteForm onInvited={setInvite} />
      {invite && (
        <Secret
          title={t('users.invited', {
            name: invite.user.name,
            time: format.dateTime(invite.expires_at),
          })}
          value={inviteLink(invite)}
          onDismiss={() => {
            setInvite(null);
          }}
        />
      )}
      {again.isError && <ErrorState error={again.error} />}
      {users.isPending && <Skeletons count={3} />}
      {users.isError && <ErrorState error={users.error} onRetry={() => void users.refetch()} />}
      {users.data && (
        <UserTable
          users={users.data.items}
          me={me}
          onInviteAgain={(user) => {
            again.mutate(user.id, { onSuccess: setInvite });
          }}
        />
      )}
    </Card>
  );
}

function InviteForm({ onInvited }: { onInvited: (invite: Invite) => void }) {
  const { t } = useTranslation('settings');
  const { t: common } = useTranslation();
  const inviteUser = useInviteUser();
  return (
    <AddForm<Role>
      name={{ label: t('users.name') }}
      choice={{
        label: t('users.role'),
        initial: 'member',
        data: ROLES.map((value) => ({ value, label: common(`role.${value}`) })),
      }}
      action={t('users.invite')}
      adding={inviteUser}
      onAdd={(name, role, clear) => {
        inviteUser.mutate(
          { name, role },
          {
            onSuccess: (invite) => {
              clear();
              onInvited(invite);
            },
          },
        );
      }}
    />
  );
}
