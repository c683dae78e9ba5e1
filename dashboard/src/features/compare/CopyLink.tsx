import { Button, Popover, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '@/components/ui';

/** Copies the address, which holds the whole view. Where that isn't allowed, shows it to be copied. */
export function CopyLink() {
  const { t } = useTranslation('compare');
  const [shown, setShown] = useState<string | null>(null);
  const copy = async () => {
    const address = window.location.href;
    try {
      await navigator.clipboard.writeText(address);
      notifications.show({ message: t('header.linkCopied') });
    } catch {
      setShown(address); // No permission, or a page that isn't served over HTTPS.
    }
  };
  return (
    <Popover
      opened={shown !== null}
      width={320}
      position="bottom-end"
      trapFocus
      shadow="md"
      zIndex={310}
      onDismiss={() => {
        setShown(null);
      }}
    >
      <Popover.Target>
        <Button
          variant="subtle"
          color="gray"
          leftSection={<Icon name="link" size={14} />}
          onClick={() => void copy()}
        >
          {t('header.link')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <TextInput
          readOnly
          label={t('header.linkByHand')}
          value={shown ?? ''}
          onFocus={(event) => {
            event.currentTarget.select();
          }}
        />
      </Popover.Dropdown>
    </Popover>
  );
}
