import { Kbd, Modal } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { singleKeysEnabled } from '@/components/singleKeys';
import { GO_TO, SHORTCUTS } from './shortcutKeys';
import classes from './Shortcuts.module.css';

/** How long `g` waits for its second letter. */
const SEQUENCE_MS = 1500;

// Searching is for later: the first page does without its code.
const CommandPalette = lazy(async () => ({
  default: (await import('./palette/CommandPalette')).CommandPalette,
}));

const dialogOpen = (): boolean => document.querySelector('[role=dialog], [role=menu]') !== null;

/** Whether a key pressed now belongs to something else: a field, a menu, a dialog. */
function isTaken(event: KeyboardEvent): boolean {
  const { target } = event;
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return true;
  if (dialogOpen()) return true;
  return (
    target instanceof Element &&
    target.closest('input:not([type=checkbox]), textarea, select, [contenteditable]') !== null
  );
}

/** Puts the keyboard into the page's own filter; false where the page has none. */
function focusFilter(): boolean {
  const filter = document.querySelector<HTMLInputElement>('main input[type=search]');
  filter?.focus();
  return filter !== null;
}

interface ShortcutsProps {
  searching: boolean;
  onSearch: (open: boolean) => void;
}

/** Listens to the shortcuts of every page, lists them on `?`, searches on Ctrl K. */
export function Shortcuts({ searching, onSearch }: ShortcutsProps) {
  const navigate = useNavigate();
  const [listed, setListed] = useState(false);
  const goAt = useRef(-Infinity);

  const press = useEffectEvent((event: KeyboardEvent) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
      event.preventDefault();
      if (!dialogOpen()) onSearch(true);
      return;
    }
    if (!singleKeysEnabled() || isTaken(event)) return;
    const sequence = event.timeStamp - goAt.current < SEQUENCE_MS;
    goAt.current = -Infinity;
    const to = sequence ? GO_TO[event.key] : event.key === 'n' ? '/batches/new' : undefined;
    if (to) {
      event.preventDefault();
      void navigate({ to });
    } else if (event.key === 'g') {
      goAt.current = event.timeStamp;
    } else if (event.key === '?') {
      setListed(true);
    } else if (event.key === '/') {
      event.preventDefault();
      if (!focusFilter()) onSearch(true);
    }
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => {
      press(event);
    };
    window.addEventListener('keydown', listener);
    return () => {
      window.removeEventListener('keydown', listener);
    };
  }, []);

  return (
    <>
      {searching && (
        <Suspense>
          <CommandPalette
            onClose={() => {
              onSearch(false);
            }}
          />
        </Suspense>
      )}
      <ShortcutList
        opened={listed}
        onClose={() => {
          setListed(false);
        }}
      />
    </>
  );
}

function ShortcutList({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('shortcuts.title')}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      {SHORTCUTS.map(({ group, keys }) => (
        <section key={group} className={classes.group}>
          <h3>{t(`shortcuts.${group}`)}</h3>
          <dl className={classes.list}>
            {keys.map(({ press: combination, does }) => (
              <div key={does}>
                <dt>
                  {combination.map((key) => (
                    <Kbd key={key} size="xs">
                      {key}
                    </Kbd>
                  ))}
                </dt>
                <dd>{t(`shortcuts.does.${does}`)}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
      <p className={classes.note}>{t('shortcuts.note')}</p>
    </Modal>
  );
}
