import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { modelsQuery } from '@/api/queries/models';
import shared from '@/components/shared.module.css';
import {
  EmptyState,
  LinkButton,
  PagedList,
  PageHeader,
  SearchField,
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
  const { q = '' } = useSearch({ from: '/models' });
  const [settled] = useDebouncedValue(q, SETTLED_MS);
  const query = useInfiniteQuery({
    ...modelsQuery({ limit: PAGE_SIZE, q: settled || undefined }),
    placeholderData: keepPreviousData,
  });
  return (
    <PagedList
      query={query}
      loading={<Skeletons count={6} />}
      empty={settled === '' && q === '' && <NoModels />}
    >
      {(models) => (
        <>
          <ModelSearch />
          {models.length === 0 && !query.isPlaceholderData && (
            <p className={shared.quiet} role="status">
              {t('noMatch', { q: settled })}
            </p>
          )}
          {models.length > 0 && <ModelRows models={models} />}
        </>
      )}
    </PagedList>
  );
}

function ModelSearch() {
  const { t } = useTranslation('models');
  const navigate = useNavigate({ from: '/models' });
  const { q = '' } = useSearch({ from: '/models' });
  return (
    <SearchField
      className={classes.search}
      label={t('search')}
      value={q}
      onChange={(text) => void navigate({ search: { q: text }, replace: true })}
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
