import { Menu } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Batch } from '@/api/types';
import { Icon, MoreMenu } from '@/components/ui';
import { isActive } from './status';
import type { BatchActions } from './useBatchActions';

/** What else can be done with a batch: repeat its settings, cancel it, delete it. */
export function BatchMenu({ batch, actions }: { batch: Batch; actions: BatchActions }) {
  const { t } = useTranslation('batches');
  const active = isActive(batch);
  return (
    <MoreMenu size={24} label={t('card.more', { name: batch.name })}>
      <Menu.Item
        leftSection={<Icon name="copy" size={14} />}
        renderRoot={(props) => <Link {...props} to="/batches/new" search={{ from: batch.id }} />}
      >
        {t('page.repeat')}
      </Menu.Item>
      {active && (
        <Menu.Item
          leftSection={<Icon name="ban" size={14} />}
          disabled={batch.cancel_requested}
          onClick={() => {
            actions.askCancel(batch);
          }}
        >
          {t('card.cancel')}
        </Menu.Item>
      )}
      <Menu.Item
        leftSection={<Icon name="trash" size={14} />}
        disabled={active}
        onClick={() => {
          actions.askDelete(batch);
        }}
      >
        {active ? t('card.deleteWhenEnded') : t('card.delete')}
      </Menu.Item>
    </MoreMenu>
  );
}
