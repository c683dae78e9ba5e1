import { Kbd, Modal } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { singleKeysEnabled } from '@/components/singleKeys';
import { GO_TO, SHORTCUTS } from './shortcutKeys';
import classes from './Shortcuts.module.css';

/** How long `g` waits for its second letter. */
const SEQUENCE_MS = 1500;

/** Whether a key pressed now belongs to something else: a field, a menu, a dialog. */
function isTaken(event: KeyboardEvent): boolean {
  const { target } = event;
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return true;
  if (document.querySelector('[role=dialog], [role=menu]')) return true;
  return (
    target instanceof Element &&
    target.closest('input:not([type=checkbox]), textarea, select, [contenteditable]') !== null
  );
}

/** Listens to the single-key shortcuts of every page and shows their list on `?`. */
export function Shortcuts() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [listed, setListed] = useState(false);
  const goAt = useRef(-Infinity);

  const press = useEffectEvent((event: KeyboardEvent) => {
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
    <Modal
      opened={listed}
      onClose={() => {
        setListed(false);
      }}
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
