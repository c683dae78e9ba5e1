import { Modal, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useId, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState, Icon } from '@/components/ui';
import classes from './CommandPalette.module.css';
import { usePaletteItems, type PaletteItem } from './usePaletteItems';

const GROUPS = ['pages', 'batches', 'runs', 'models', 'datasets'] as const;

/** Finds pages, batches, runs, models and datasets by name, and goes there. */
export function CommandPalette({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const listId = useId();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const { items, pending, error } = usePaletteItems(text);
  const current = items[Math.min(at, items.length - 1)];
  const optionId = (item: PaletteItem) => `${listId}-${item.key}`;

  const open = (item: PaletteItem | undefined) => {
    if (!item) return;
    onClose();
    void navigate(item.link);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && items.length > 0) {
      const from = current ? items.indexOf(current) : 0;
      setAt((from + step + items.length) % items.length);
    } else if (event.key === 'Enter') {
      open(current);
    } else {
      return;
    }
    event.preventDefault();
  };

  return (
    <Modal
      opened
      onClose={onClose}
      title={t('search.title')}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <TextInput
        className={classes.input}
        role="combobox"
        aria-label={t('search.title')}
        aria-expanded
        aria-controls={listId}
        aria-activedescendant={current && optionId(current)}
        aria-autocomplete="list"
        data-autofocus
        placeholder={t('search.placeholder')}
        leftSection={<Icon name="search" size={14} />}
        value={text}
        onKeyDown={onKeyDown}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setAt(0);
        }}
      />
      <div id={listId} role="listbox" aria-label={t('search.results')} className={classes.list}>
        {GROUPS.map((group) => {
          const own = items.filter((item) => item.group === group);
          if (own.length === 0) return null;
          return (
            <div key={group} role="group" aria-label={t(`search.groups.${group}`)}>
              <div className={classes.group} aria-hidden="true">
                {t(`search.groups.${group}`)}
              </div>
              {own.map((item) => (
                // The keyboard stays in the input above and moves along the options from there.
                // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
                <div
                  key={item.key}
                  id={optionId(item)}
                  role="option"
                  aria-selected={item === current}
                  className={classes.item}
                  onClick={() => {
                    open(item);
                  }}
                >
                  <Icon name={item.icon} size={15} />
                  <span>{item.label}</span>
                </div>
              ))}
            </div>
          );
        })}
      </div>
      <p role="status" className={classes.note}>
        {items.length === 0 && !pending && t('search.nothing')}
        {pending && t('loading')}
      </p>
      {error !== null && <ErrorState error={error} />}
    </Modal>
  );
}
