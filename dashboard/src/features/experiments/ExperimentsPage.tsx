import { SegmentedControl } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { experimentsQuery } from '@/api/queries/experiments';
import { CompareBar } from '@/components/pick';
import {
  EmptyState,
  ErrorState,
  Icon,
  LinkButton,
  LoadMore,
  PageHeader,
  Skeletons,
} from '@/components/ui';
import classes from './experiments.module.css';
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
      <StateFilter />
      <RunList />
      <CompareBar />
    </>
  );
}

function StateFilter() {
  const { t } = useTranslation(['experiments', 'common']);
  const navigate = useNavigate({ from: '/experiments' });
  const { state } = useSearch({ from: '/experiments' });
  return (
    <div className={classes.filter}>
      <SegmentedControl
        size="xs"
        aria-label={t('list.filter')}
        value={state ?? 'all'}
        data={[
          { value: 'all' as const, label: t('list.all') },
          ...RUN_STATES.map((value) => ({ value, label: t(`common:state.${value}`) })),
        ]}
        onChange={(value) =>
          void navigate({ search: { state: value === 'all' ? undefined : value }, replace: true })
        }
      />
    </div>
  );
}

function RunList() {
  const { t } = useTranslation('experiments');
  const { state } = useSearch({ from: '/experiments' });
  const query = useInfiniteQuery(experimentsQuery({ limit: PAGE_SIZE, state }));
  const runs = query.data?.pages.flatMap((page) => page.items) ?? [];
  if (query.isPending) return <Skeletons count={8} height={34} />;
  if (query.isError && runs.length === 0) {
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  }
  if (runs.length === 0) {
    return state === undefined ? (
      <EmptyState icon="runs" title={t('list.emptyTitle')}>
        {t('list.emptyText')}
      </EmptyState>
    ) : (
      <p className={classes.quiet}>{t('list.noneInState')}</p>
    );
  }
  return (
    <>
      <ExperimentRows runs={runs} />
      <LoadMore query={query} label={t('list.loadMore')} />
    </>
  );
}
