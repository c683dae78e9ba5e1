import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { startFeed } from '@/api/feed';
import type { Me } from '@/api/types';
import { Rail } from './Rail';
import { Shortcuts } from './Shortcuts';
import { TopBar } from './TopBar';
import classes from './Shell.module.css';

interface ShellProps {
  me: Me;
  /** False while the session has ended: the page stays, nothing is asked of the server. */
  live: boolean;
  children: ReactNode;
}

/** Frame of every page: rail, top bar, content, and the one feed that keeps them current. */
export function Shell({ me, live, children }: ShellProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [searching, setSearching] = useState(false);
  useEffect(() => {
    if (!live) return undefined;
    return startFeed(client).close;
  }, [client, live, me.id]);

  return (
    <div className={classes.shell}>
      <a href="#content" className={classes.skip}>
        {t('nav.skip')}
      </a>
      <Rail />
      <Shortcuts searching={searching} onSearch={setSearching} />
      <TopBar
        me={me}
        onSearch={() => {
          setSearching(true);
        }}
      />
      <main id="content" tabIndex={-1} className={classes.main}>
        {children}
      </main>
    </div>
  );
}
