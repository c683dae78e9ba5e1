import { Button } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { Icon } from '@/components/ui';
import classes from './experiments.module.css';

interface CopyButtonProps {
  /** Made when the button is pressed. */
  text: () => string;
  label: string;
}

/** Copies a text and says whether that worked: browsers forbid it on plain http. */
export function CopyButton({ text, label }: CopyButtonProps) {
  const { t } = useTranslation('experiments');
  const { copy, copied, error } = useClipboard({ timeout: 2_000 });
  return (
    <span className={classes.copy}>
      <Button
        size="xs"
        leftSection={<Icon name={copied ? 'check' : 'copy'} size={14} />}
        onClick={() => {
          copy(text());
        }}
      >
        {label}
      </Button>
      <span role="status" className={classes.copyNote}>
        {copied && t('copy.copied')}
        {error && t('copy.blocked')}
      </span>
    </span>
  );
}
