import { Menu, VisuallyHidden } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useUpdateUser } from '@/api/queries/users';
import type { Me, User } from '@/api/types';
import { DataTable, DateTime, ErrorState, Icon, MoreMenu } from '@/components/ui';
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
            <th scope="col">
              <VisuallyHidden>{t('users.actions')}</VisuallyHidden>
            </th>
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
                  <UserActions
                    user={user}
                    onInviteAgain={onInviteAgain}
                    onChange={(change) => {
                      update.mutate({ id: user.id, ...change });
                    }}
                  />
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </DataTable>
    </>
  );
}

interface UserActionsProps {
  user: User;
  onInviteAgain: (user: User) => void;
  onChange: (change: Partial<Pick<User, 'role' | 'disabled'>>) => void;
}

function UserActions({ user, onInviteAgain, onChange }: UserActionsProps) {
  const { t } = useTranslation('settings');
  const otherRole = user.role === 'admin' ? 'member' : 'admin';
  return (
    <MoreMenu label={t('users.menu', { name: user.name })}>
      {!user.disabled && (
        <Menu.Item
          leftSection={<Icon name="link" />}
          onClick={() => {
            onInviteAgain(user);
          }}
        >
          {t('users.link')}
        </Menu.Item>
      )}
      <Menu.Item
        leftSection={<Icon name="user" />}
        onClick={() => {
          onChange({ role: otherRole });
        }}
      >
        {t(`users.make.${otherRole}`)}
      </Menu.Item>
      <Menu.Item
        leftSection={<Icon name={user.disabled ? 'check' : 'ban'} />}
        onClick={() => {
          onChange({ disabled: !user.disabled });
        }}
      >
        {t(user.disabled ? 'users.enable' : 'users.disable')}
      </Menu.Item>
    </MoreMenu>
  );
}
