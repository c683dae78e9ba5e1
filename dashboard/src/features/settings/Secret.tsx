import { Button, CopyButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Icon } from '@/components/ui';
import classes from './SettingsPage.module.css';

interface SecretProps {
  /** What this is and that it is shown only now. */
  title: string;
  value: string;
  onDismiss: () => void;
}

/** Something that can be read only now: to copy, then to put away. */
export function Secret({ title, value, onDismiss }: SecretProps) {
  const { t } = useTranslation();
  return (
    <div role="status" className={classes.secret}>
      <span>{title}</span>
      <code className={classes.secretText}>{value}</code>
      <div className={classes.setting}>
        <CopyButton value={value}>
          {({ copied, copy }) => (
            <Button
              size="xs"
              leftSection={<Icon name={copied ? 'check' : 'copy'} size={14} />}
              onClick={copy}
            >
              {copied ? t('action.copied') : t('action.copy')}
            </Button>
          )}
        </CopyButton>
        <Button size="xs" variant="subtle" onClick={onDismiss}>
          {t('action.close')}
        </Button>
      </div>
    </div>
  );
}
