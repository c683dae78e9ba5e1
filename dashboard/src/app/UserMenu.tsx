import { Menu, UnstyledButton, useMantineColorScheme } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useLogout } from '@/api/queries/auth';
import type { Me } from '@/api/types';
import { Icon, THEME_ICONS, THEMES } from '@/components/ui';
import { LANGUAGES, setLanguage } from '@/i18n';
import { useFormat } from '@/i18n/useFormat';
import classes from './TopBar.module.css';

function initials(name: string, language: string): string {
  const letters = name.split(/[\s._@-]+/).map((word) => word.charAt(0));
  return letters.slice(0, 2).join('').toLocaleUpperCase(language);
}

/** Who is signed in; on narrow screens also the language and the theme. */
export function UserMenu({ me }: { me: Me }) {
  const { t } = useTranslation();
  const { language } = useFormat();
  const { setColorScheme } = useMantineColorScheme();
  const navigate = useNavigate();
  const logout = useLogout();
  const letters = initials(me.name, language);
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <UnstyledButton
          className={classes.avatar}
          aria-label={`${letters}: ${t('user.menu', { name: me.name })}`}
        >
          {letters}
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {me.name} · {t(`role.${me.role}`)}
        </Menu.Label>
        <Menu.Item
          leftSection={<Icon name="settings" />}
          onClick={() => void navigate({ to: '/settings' })}
        >
          {t('nav.settings')}
        </Menu.Item>
        <div className={classes.narrowOnly}>
          <Menu.Divider />
          {LANGUAGES.map((choice) => (
            <Menu.Item
              key={choice}
              lang={choice}
              disabled={choice === language}
              onClick={() => void setLanguage(choice)}
            >
              {t(`language.${choice}`)}
            </Menu.Item>
          ))}
          <Menu.Divider />
          {THEMES.map((choice) => (
            <Menu.Item
              key={choice}
              leftSection={<Icon name={THEME_ICONS[choice]} />}
              onClick={() => {
                setColorScheme(choice);
              }}
            >
              {t(`theme.${choice}`)}
            </Menu.Item>
          ))}
        </div>
        <Menu.Divider />
        <Menu.Item
          leftSection={<Icon name="logout" />}
          onClick={() => {
            logout.mutate();
          }}
        >
          {t('user.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
