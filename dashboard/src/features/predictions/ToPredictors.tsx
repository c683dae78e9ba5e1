import { useTranslation } from 'react-i18next';
import { LinkButton } from '@/components/ui';

/** The ways to something that predicts: a registered model, or a run. */
export function ToPredictors() {
  const { t } = useTranslation('predictions');
  return (
    <>
      <LinkButton to="/models" variant="filled">
        {t('empty.toModels')}
      </LinkButton>
      <LinkButton to="/experiments" search={{ state: 'succeeded' }}>
        {t('empty.toRuns')}
      </LinkButton>
    </>
  );
}
