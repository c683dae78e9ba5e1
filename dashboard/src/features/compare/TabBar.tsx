import { useRef, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { TABS, type Tab } from './types';
import classes from './compare.module.css';

interface TabBarProps {
  tab: Tab;
  /** Id of what the tabs change. */
  panelId: string;
  onTab: (tab: Tab) => void;
}

export const tabId = (tab: Tab) => `compare-tab-${tab}`;

/** The ways to look at the runs; the left and right arrows walk them. */
export function TabBar({ tab, panelId, onTab }: TabBarProps) {
  const { t } = useTranslation('compare');
  const list = useRef<HTMLDivElement>(null);
  const walk = (event: KeyboardEvent) => {
    const place = TABS.indexOf(tab);
    const next = {
      ArrowRight: TABS[(place + 1) % TABS.length],
      ArrowLeft: TABS.at(place - 1),
      Home: TABS[0],
      End: TABS.at(-1),
    }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    onTab(next);
    list.current?.querySelector<HTMLElement>(`#${tabId(next)}`)?.focus();
  };
  return (
    <div
      ref={list}
      className={classes.tabs}
      role="tablist"
      tabIndex={-1}
      aria-label={t('tabs.label')}
      onKeyDown={walk}
    >
      {TABS.map((name) => (
        <button
          key={name}
          id={tabId(name)}
          type="button"
          role="tab"
          aria-selected={name === tab}
          aria-controls={panelId}
          tabIndex={name === tab ? 0 : -1}
          onClick={() => {
            onTab(name);
          }}
        >
          {t(`tabs.${name}`)}
        </button>
      ))}
    </div>
  );
}
