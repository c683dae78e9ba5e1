import { useTranslation } from 'react-i18next';
import { EmptyState } from '@/components/ui';
import { RefitButton } from './RefitButton';

/** Why a run's errors aren't there, and the way to have them. */
export function RefitCard({ experimentId }: { experimentId: string }) {
  const { t } = useTranslation();
  return (
    <EmptyState
      icon="analyze"
      title={t('refit.title')}
      actions={<RefitButton experimentId={experimentId} />}
    >
      {t('refit.text')}
    </EmptyState>
  );
}
