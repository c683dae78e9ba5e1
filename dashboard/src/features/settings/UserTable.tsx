import { Button, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useUpdateUser } from '@/api/queries/users';
import type { Me, User } from '@/api/types';
import { DataTable, DateTime, ErrorState } from '@/components/ui';
import classes from './SettingsPage.module.css';

interface UserTableProps {
  users: User[];
  me: Me;
  onInviteAgain: (user: User) => void;
}

export function UserTable({ users, me, onInviteAgain }: UserTableProps) {
  const { t } = useTranslation('settings');
  const { t: common } = useTranslation();
  const update = useUpdateUser();
  return (
    <>
      {update.isError && <ErrorState error={update.error} />}
      <DataTable label={t('users.title')}>
        <thead>
          <tr>
            <th scope="col">{t('users.name')}</th>
            <th scope="col">{t('users.role')}</th>
            <th scope="col" data-secondary>
              {t('users.since')}
            </th>
            <th scope="col" aria-label={t('users.actions')} />
          </tr>
        </thead>
        <tbody>
          {users.map((user) => (
            <tr key={user.id}>
              <th scope="row">
                <span className={user.disabled ? classes.disabled : undefined}>
                  {user.name}
                  {user.id === me.id && ` (${t('users.you')})`}
                  {user.disabled && ` (${t('users.disabled')})`}
                </span>
              </th>
              <td>{common(`role.${user.role}`)}</td>
              <td data-secondary>
                <DateTime iso={user.created_at} />
              </td>
              <td data-actions>
                {user.id !== me.id && (
                  <Group gap={6} justify="flex-end" wrap="nowrap">
                    {!user.disabled && (
                      <Button
                        size="xs"
                        aria-label={t('users.linkFor', { name: user.name })}
                        onClick={() => {
                          onInviteAgain(user);
                        }}
                      >
                        {t('users.link')}
                      </Button>
                    )}
                    <Button
                      size="xs"
                      loading={update.isPending && update.variables.id === user.id}
                      aria-label={t(user.disabled ? 'users.enableName' : 'users.disableName', {
                        name: user.name,
                      })}
                      onClick={() => {
                        update.mutate({ id: user.id, disabled: !user.disabled });
                      }}
                    >
                      {t(user.disabled ? 'users.enable' : 'users.disable')}
                    </Button>
                    <RoleButton user={user} update={update} />
                  </Group>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </DataTable>
    </>
  );
}

function RoleButton({ user, update }: { user: User; update: ReturnType<typeof useUpdateUser> }) {
  const { t } = useTranslation('settings');
  const role = user.role === 'admin' ? 'member' : 'admin';
  return (
    <Button
      size="xs"
      aria-label={t(`users.makeName.${role}`, { name: user.name })}
      onClick={() => {
        update.mutate({ id: user.id, role });
      }}
    >
      {t(`users.make.${role}`)}
    </Button>
  );
}
