import { useTranslation } from 'react-i18next';
import { EmptyState, LinkButton, useDocumentTitle } from '@/components/ui';

export function NotFoundPage() {
  const { t } = useTranslation();
  useDocumentTitle(t('notFoundPage.title'));
  return (
    <EmptyState
      page
      icon="search"
      title={t('notFoundPage.title')}
      actions={
        <LinkButton to="/" variant="filled">
          {t('notFoundPage.home')}
        </LinkButton>
      }
    >
      {t('notFoundPage.text')}
    </EmptyState>
  );
}
