import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { meQuery } from '@/api/queries/auth';
import { PageHeader } from '@/components/ui';
import { AppearanceSettings } from './AppearanceSettings';
import { PasswordSettings } from './PasswordSettings';
import { TokenSettings } from './TokenSettings';
import { UserSettings } from './UserSettings';
import classes from './SettingsPage.module.css';

export function SettingsPage() {
  const { t } = useTranslation('settings');
  const me = useQuery(meQuery);
  if (!me.data) return null; // The shell shows pages to signed-in users only.
  return (
    <>
      <PageHeader
        title={t('title')}
        description={t(`signedInAs.${me.data.role}`, { name: me.data.name })}
      />
      <div className={classes.sections}>
        <PasswordSettings me={me.data} />
        <AppearanceSettings />
        <TokenSettings />
        {me.data.role === 'admin' && <UserSettings me={me.data} />}
      </div>
    </>
  );
}
