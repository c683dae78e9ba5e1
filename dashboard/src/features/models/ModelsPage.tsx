import { TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { modelsQuery } from '@/api/queries/models';
import {
  EmptyState,
  ErrorState,
  Icon,
  LinkButton,
  LoadMore,
  PageHeader,
  Skeletons,
} from '@/components/ui';
import { ModelRows } from './ModelRows';
import classes from './models.module.css';

const PAGE_SIZE = 50;
const SETTLED_MS = 150;

/** Every registered model, found by name. */
export function ModelsPage() {
  const { t } = useTranslation('models');
  return (
    <>
      <PageHeader
        title={t('title')}
        description={t('description')}
        actions={<LinkButton to="/predictions">{t('toPredictions')}</LinkButton>}
      />
      <ModelList />
    </>
  );
}

function ModelList() {
  const { t } = useTranslation('models');
  const { t: common } = useTranslation();
  const { q = '' } = useSearch({ from: '/models' });
  const [settled] = useDebouncedValue(q, SETTLED_MS);
  const query = useInfiniteQuery({
    ...modelsQuery({ limit: PAGE_SIZE, q: settled || undefined }),
    placeholderData: keepPreviousData,
  });
  const models = query.data?.pages.flatMap((page) => page.items) ?? [];
  if (query.isPending) return <Skeletons count={6} />;
  if (query.isError && models.length === 0) {
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  }
  if (models.length === 0 && settled === '' && q === '') return <NoModels />;
  return (
    <>
      <SearchField />
      {models.length === 0 && !query.isPlaceholderData && (
        <p className={classes.quiet} role="status">
          {t('noMatch', { q: settled })}
        </p>
      )}
      {models.length > 0 && <ModelRows models={models} />}
      <LoadMore query={query} label={common('action.loadMore')} />
    </>
  );
}

function SearchField() {
  const { t } = useTranslation('models');
  const navigate = useNavigate({ from: '/models' });
  const { q = '' } = useSearch({ from: '/models' });
  return (
    <TextInput
      type="search"
      size="xs"
      className={classes.search}
      aria-label={t('search')}
      placeholder={t('search')}
      leftSection={<Icon name="search" size={14} />}
      // A navigation is slower than typing: a value that came back from it would swallow letters.
      defaultValue={q}
      onChange={(event) => {
        void navigate({ search: { q: event.currentTarget.value || undefined }, replace: true });
      }}
    />
  );
}

function NoModels() {
  const { t } = useTranslation('models');
  return (
    <EmptyState
      icon="model"
      title={t('empty.title')}
      actions={
        <LinkButton to="/experiments" search={{ state: 'succeeded' }} variant="filled">
          {t('empty.toRuns')}
        </LinkButton>
      }
    >
      {t('empty.text')}
    </EmptyState>
  );
}
