import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { experimentsQuery } from '@/api/queries/experiments';
import { splitTags, TagFilter } from '@/components/labels';
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
import classes from './experiments.module.css';
import { RUN_STATES, type ExperimentsSearch } from './search';

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
      <RunFilters />
      <RunList />
      <CompareBar />
    </>
  );
}

function RunFilters() {
  const { t } = useTranslation('experiments');
  const navigate = useNavigate({ from: '/experiments' });
  const { state, tag } = useSearch({ from: '/experiments' });
  const change = (search: ExperimentsSearch) =>
    void navigate({ search: (old) => ({ ...old, ...search }), replace: true });
  return (
    <div className={classes.filters}>
      <StateFilter
        label={t('list.filter')}
        all={t('list.all')}
        states={RUN_STATES}
        value={state}
        onChange={(value) => {
          change({ state: value });
        }}
      />
      <TagFilter
        kind="experiment"
        value={splitTags(tag)}
        onChange={(tags) => {
          change({ tag: tags.join(',') || undefined });
        }}
      />
    </div>
  );
}

function RunList() {
  const { t } = useTranslation('experiments');
  const { state, tag } = useSearch({ from: '/experiments' });
  const tags = splitTags(tag);
  const query = useInfiniteQuery({
    ...experimentsQuery({
      limit: PAGE_SIZE,
      state,
      ...(tags.length === 0 ? {} : { tag: tags }),
    }),
    placeholderData: keepPreviousData,
  });
  return (
    <PagedList
      query={query}
      loading={<Loading />}
      empty={query.isPlaceholderData ? <Loading /> : <NoRuns />}
      more={t('list.loadMore')}
    >
      {(runs) => <ExperimentRows runs={runs} />}
    </PagedList>
  );
}

const Loading = () => <Skeletons count={8} height={34} />;

/** Why the list is empty: there are no runs, or none that the filters let through. */
function NoRuns() {
  const { t } = useTranslation('experiments');
  const { state, tag } = useSearch({ from: '/experiments' });
  const tags = splitTags(tag);
  if (tags.length > 0) {
    const names = { count: tags.length, tags: tags.join(', ') };
    return (
      <EmptyState
        icon="tag"
        title={state === undefined ? t('list.noTagTitle', names) : t('list.noTagInState', names)}
        actions={<LinkButton to="/experiments">{t('list.clear')}</LinkButton>}
      >
        {t('list.noTagText')}
      </EmptyState>
    );
  }
  if (state !== undefined) return <p className={shared.quiet}>{t('list.noneInState')}</p>;
  return (
    <EmptyState icon="runs" title={t('list.emptyTitle')}>
      {t('list.emptyText')}
    </EmptyState>
  );
}
