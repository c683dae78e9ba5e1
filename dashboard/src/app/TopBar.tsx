import { Kbd } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Me } from '@/api/types';
import { Icon, LanguageSwitch, ThemeToggle } from '@/components/ui';
import { Breadcrumbs } from './Breadcrumbs';
import { ConnectionState } from './ConnectionState';
import { UserMenu } from './UserMenu';
import classes from './TopBar.module.css';

interface TopBarProps {
  me: Me;
  onSearch: () => void;
}

export function TopBar({ me, onSearch }: TopBarProps) {
  const { t } = useTranslation();
  return (
    <header className={classes.bar}>
      <Breadcrumbs />
      <button
        type="button"
        className={classes.searchButton}
        aria-keyshortcuts="Control+K"
        onClick={onSearch}
      >
        <Icon name="search" size={14} />
        <span>{t('search.short')}</span>
        <Kbd size="xs">Ctrl K</Kbd>
      </button>
      <ConnectionState />
      <span className={classes.wideOnly}>
        <LanguageSwitch />
        <ThemeToggle />
      </span>
      <UserMenu me={me} />
    </header>
  );
}
