import { useEffect, useRef, type KeyboardEvent } from 'react';
import classes from './TabBar.module.css';

interface TabBarProps<Tab extends string> {
  tabs: readonly { name: Tab; label: string }[];
  tab: Tab;
  /** What the tabs are for, for screen readers. */
  label: string;
  /** Id of what the tabs change. */
  panelId: string;
  /** Id of a tab, for the panel's `aria-labelledby`. */
  idOf: (tab: Tab) => string;
  onTab: (tab: Tab) => void;
}

/** Tabs over a panel; the left and right arrows walk them. */
export function TabBar<Tab extends string>(props: TabBarProps<Tab>) {
  const { tabs, tab, label, panelId, idOf, onTab } = props;
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // On a narrow screen the open tab may be beyond the end of the bar.
    const open = list.current?.querySelector('[aria-selected=true]');
    open?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [tab]);
  const walk = (event: KeyboardEvent) => {
    const place = tabs.findIndex(({ name }) => name === tab);
    const next = {
      ArrowRight: tabs[(place + 1) % tabs.length],
      ArrowLeft: tabs.at(place - 1),
      Home: tabs[0],
      End: tabs.at(-1),
    }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    onTab(next.name);
    list.current?.querySelector<HTMLElement>(`#${idOf(next.name)}`)?.focus();
  };
  return (
    <div
      ref={list}
      className={classes.tabs}
      role="tablist"
      tabIndex={-1}
      aria-label={label}
      onKeyDown={walk}
    >
      {tabs.map(({ name, label: text }) => (
        <button
          key={name}
          id={idOf(name)}
          type="button"
          role="tab"
          aria-selected={name === tab}
          aria-controls={panelId}
          tabIndex={name === tab ? 0 : -1}
          onClick={() => {
            onTab(name);
          }}
        >
          {text}
        </button>
      ))}
    </div>
  );
}
