import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from './Icon';
import { useErrorText } from './useErrorText';
import classes from './ErrorState.module.css';

interface ErrorStateProps {
  error: unknown;
  /** Shows a "Try again" button. */
  onRetry?: () => void;
  /** Replaces the general heading, e.g. "The batch could not be started". */
  title?: string;
  /** Further buttons beside "Try again". */
  actions?: ReactNode;
  /** Nothing else is on the page: the title is its heading. */
  page?: boolean;
}

/**
 * A failed load or action: what went wrong in the reader's words, the fields concerned, a way on.
 * Network failures, missing resources and validation answers each get their own text.
 */
export function ErrorState({ error, onRetry, title, actions, page }: ErrorStateProps) {
  const { t } = useTranslation();
  const text = useErrorText(error);
  const Heading = page ? 'h1' : 'strong';
  return (
    <div role="alert" className={classes.root}>
      <Icon name="warn" size={18} className={classes.icon} />
      <div className={classes.body}>
        <Heading className={classes.title}>{title ?? text.title}</Heading>
        <p className={classes.detail} lang={text.detailLang}>
          {text.detail}
        </p>
        {text.fields.length > 0 && (
          <ul className={classes.fields}>
            {text.fields.map((field) => (
              <li key={field}>{field}</li>
            ))}
          </ul>
        )}
        {(onRetry ?? actions) && (
          <div className={classes.actions}>
            {onRetry && (
              <Button size="xs" leftSection={<Icon name="redo" size={14} />} onClick={onRetry}>
                {t('action.retry')}
              </Button>
            )}
            {actions}
          </div>
        )}
      </div>
    </div>
  );
}
