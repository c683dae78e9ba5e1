import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { predictionsQuery } from '@/api/queries/predictions';
import shared from '@/components/shared.module.css';
import { EmptyState, PagedList, PageHeader, Skeletons, StateFilter } from '@/components/ui';
import { PredictionRows } from './PredictionRows';
import { PREDICTION_STATES } from './search';
import { ToPredictors } from './ToPredictors';

const PAGE_SIZE = 50;

/** Every prediction, newest first; of one run or model where the address says so. */
export function PredictionsPage() {
  const { t } = useTranslation('predictions');
  return (
    <>
      <PageHeader title={t('title')} description={<Scope />} />
      <PredictionStates />
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

function PredictionStates() {
  const { t } = useTranslation('predictions');
  const navigate = useNavigate({ from: '/predictions' });
  const { state } = useSearch({ from: '/predictions' });
  return (
    <StateFilter
      label={t('list.filter')}
      all={t('list.all')}
      states={PREDICTION_STATES}
      value={state}
      onChange={(value) =>
        void navigate({ search: (old) => ({ ...old, state: value }), replace: true })
      }
    />
  );
}

function PredictionList() {
  const { t } = useTranslation('predictions');
  const { experiment, model, state } = useSearch({ from: '/predictions' });
  const query = useInfiniteQuery(
    predictionsQuery({ experiment_id: experiment, model, state, limit: PAGE_SIZE }),
  );
  return (
    <PagedList
      query={query}
      loading={<Skeletons count={6} />}
      empty={
        state === undefined ? (
          <NoPredictions />
        ) : (
          <p className={shared.quiet}>{t('list.noneInState')}</p>
        )
      }
    >
      {(predictions) => <PredictionRows predictions={predictions} />}
    </PagedList>
  );
}

function NoPredictions() {
  const { t } = useTranslation('predictions');
  return (
    <EmptyState icon="analyze" title={t('empty.title')} actions={<ToPredictors />}>
      {t('empty.text')}
    </EmptyState>
  );
}
