import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { experimentsQuery } from '@/api/queries/experiments';
import shared from '@/components/shared.module.css';
import { CompareBar } from '@/components/pick';
import {
  EmptyState,
  Icon,
  LinkButton,
  PagedList,
  PageHeader,
  Skeletons,
  StateFilter,
} from '@/components/ui';
import { ExperimentRows } from './ExperimentRows';
import { RUN_STATES } from './search';

const PAGE_SIZE = 50;

/** Every run, those of batches and single ones, newest first. */
export function ExperimentsPage() {
  const { t } = useTranslation('experiments');
  return (
    <>
      <PageHeader
        title={t('list.title')}
        actions={
          <LinkButton
            to="/batches/new"
            variant="filled"
            leftSection={<Icon name="plus" size={14} />}
          >
            {t('list.new')}
          </LinkButton>
        }
      />
      <RunStates />
      <RunList />
      <CompareBar />
    </>
  );
}

function RunStates() {
  const { t } = useTranslation('experiments');
  const navigate = useNavigate({ from: '/experiments' });
  const { state } = useSearch({ from: '/experiments' });
  return (
    <StateFilter
      label={t('list.filter')}
      all={t('list.all')}
      states={RUN_STATES}
      value={state}
      onChange={(value) => void navigate({ search: { state: value }, replace: true })}
    />
  );
}

function RunList() {
  const { t } = useTranslation('experiments');
  const { state } = useSearch({ from: '/experiments' });
  const query = useInfiniteQuery(experimentsQuery({ limit: PAGE_SIZE, state }));
  return (
    <PagedList
      query={query}
      loading={<Skeletons count={8} height={34} />}
      empty={
        state === undefined ? (
          <EmptyState icon="runs" title={t('list.emptyTitle')}>
            {t('list.emptyText')}
          </EmptyState>
        ) : (
          <p className={shared.quiet}>{t('list.noneInState')}</p>
        )
      }
      more={t('list.loadMore')}
    >
      {(runs) => <ExperimentRows runs={runs} />}
    </PagedList>
  );
}
