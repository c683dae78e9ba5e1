import { Button } from '@mantine/core';
import type { ErrorComponentProps } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '@/components/ui';

/** A page that crashed: the rest of the shell stays, the page can be tried again. */
export function RouteError({ error, reset }: ErrorComponentProps) {
  const { t } = useTranslation();
  return (
    <ErrorState
      page
      error={error}
      onRetry={reset}
      actions={
        <Button
          size="xs"
          onClick={() => {
            window.location.reload();
          }}
        >
          {t('action.reload')}
        </Button>
      }
    />
  );
}
