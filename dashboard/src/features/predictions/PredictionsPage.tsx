import { SegmentedControl } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { predictionsQuery } from '@/api/queries/predictions';
import {
  EmptyState,
  ErrorState,
  LinkButton,
  LoadMore,
  PageHeader,
  Skeletons,
} from '@/components/ui';
import { PredictionRows } from './PredictionRows';
import classes from './predictions.module.css';
import { PREDICTION_STATES } from './search';

const PAGE_SIZE = 50;

/** Every prediction, newest first; of one run or model where the address says so. */
export function PredictionsPage() {
  const { t } = useTranslation('predictions');
  return (
    <>
      <PageHeader title={t('title')} description={<Scope />} />
      <StateFilter />
      <PredictionList />
    </>
  );
}

/** Whose predictions are listed, with the way to all of them. */
function Scope() {
  const { t } = useTranslation('predictions');
  const { experiment, model } = useSearch({ from: '/predictions' });
  if (experiment === undefined && model === undefined) return t('list.description');
  return (
    <>
      {model === undefined ? t('list.ofRun') : t('list.ofModel', { name: model })}{' '}
      <Link to="/predictions">{t('list.showAll')}</Link>
    </>
  );
}

function StateFilter() {
  const { t } = useTranslation(['predictions', 'common']);
  const navigate = useNavigate({ from: '/predictions' });
  const { state } = useSearch({ from: '/predictions' });
  return (
    <div className={classes.filter}>
      <SegmentedControl
        size="xs"
        aria-label={t('list.filter')}
        value={state ?? 'all'}
        data={[
          { value: 'all' as const, label: t('list.all') },
          ...PREDICTION_STATES.map((value) => ({ value, label: t(`common:state.${value}`) })),
        ]}
        onChange={(value) =>
          void navigate({
            search: (old) => ({ ...old, state: value === 'all' ? undefined : value }),
            replace: true,
          })
        }
      />
    </div>
  );
}

function PredictionList() {
  const { t } = useTranslation('predictions');
  const { t: common } = useTranslation();
  const { experiment, model, state } = useSearch({ from: '/predictions' });
  const query = useInfiniteQuery(
    predictionsQuery({ experiment_id: experiment, model, state, limit: PAGE_SIZE }),
  );
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  if (query.isPending) return <Skeletons count={6} />;
  if (query.isError && items.length === 0) {
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  }
  if (items.length === 0) {
    return state === undefined ? (
      <NoPredictions />
    ) : (
      <p className={classes.quiet}>{t('list.noneInState')}</p>
    );
  }
  return (
    <>
      <PredictionRows predictions={items} />
      <LoadMore query={query} label={common('action.loadMore')} />
    </>
  );
}

function NoPredictions() {
  const { t } = useTranslation('predictions');
  return (
    <EmptyState
      icon="analyze"
      title={t('empty.title')}
      actions={
        <>
          <LinkButton to="/models" variant="filled">
            {t('empty.toModels')}
          </LinkButton>
          <LinkButton to="/experiments" search={{ state: 'succeeded' }}>
            {t('empty.toRuns')}
          </LinkButton>
        </>
      }
    >
      {t('empty.text')}
    </EmptyState>
  );
}
