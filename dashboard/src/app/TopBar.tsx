import type { Me } from '@/api/types';
import { LanguageSwitch, ThemeToggle } from '@/components/ui';
import { Breadcrumbs } from './Breadcrumbs';
import { ConnectionState } from './ConnectionState';
import { UserMenu } from './UserMenu';
import classes from './TopBar.module.css';

export function TopBar({ me }: { me: Me }) {
  return (
    <header className={classes.bar}>
      <Breadcrumbs />
      <ConnectionState />
      <span className={classes.wideOnly}>
        <LanguageSwitch />
        <ThemeToggle />
      </span>
      <UserMenu me={me} />
    </header>
  );
}
