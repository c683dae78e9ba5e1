import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState, LinkButton } from '@/components/ui';
import { BatchComparisonView, type BatchComparisonViewProps } from './BatchComparisonView';
import { runsFromSearch, runsToSearch } from './search';
import type { Source, ViewState } from './types';
import { useLeave } from './useLeave';
import { viewFromSearch } from './viewUrl';

/** The route `/compare?runs=id,id`: runs picked from any batches; the address is the view. */
export function CompareRunsPage({ register }: Pick<BatchComparisonViewProps, 'register'>) {
  const search = useSearch({ from: '/compare' });
  const navigate = useNavigate();
  const leave = useLeave(() => {
    void navigate({ to: '/experiments' });
  });
  const view = useMemo(() => viewFromSearch(search), [search]);
  const ids = runsFromSearch(search).join(',');
  const source = useMemo(
    (): Source => ({ kind: 'runs', runIds: ids.split(',').filter(Boolean) }),
    [ids],
  );
  if (ids === '') return <NoRuns />;
  return (
    <BatchComparisonView
      {...leave}
      register={register}
      source={source}
      view={view}
      onViewChange={(next: ViewState) => {
        void navigate({
          to: '/compare',
          search: runsToSearch(ids.split(','), next),
          replace: true,
          resetScroll: false,
        });
      }}
    />
  );
}

function NoRuns() {
  const { t } = useTranslation('compare');
  return (
    <EmptyState
      icon="analyze"
      title={t('states.noRunsTitle')}
      actions={<LinkButton to="/experiments">{t('states.toRuns')}</LinkButton>}
    >
      {t('states.noRunsText')}
    </EmptyState>
  );
}
