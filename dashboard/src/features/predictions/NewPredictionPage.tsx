import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import shared from '@/components/shared.module.css';
import { Card, EmptyState, ErrorState, LinkButton, PageHeader, Skeletons } from '@/components/ui';
import { PredictForm } from './form/PredictForm';
import { modelRef, usePredictor, type PredictorRef } from './predictor';
import { PreviousPredictions } from './PreviousPredictions';
import { ToPredictors } from './ToPredictors';

/** The whole form, for many rows or a dataset; the address says which model predicts. */
export function NewPredictionPage() {
  const { experiment, model } = useSearch({ from: '/predictions/new' });
  const by: PredictorRef | null =
    experiment !== undefined
      ? { kind: 'run', experimentId: experiment }
      : model === undefined
        ? null
        : modelRef(model);
  return by === null ? <NoModel /> : <NewPrediction key={JSON.stringify(by)} by={by} />;
}

function NewPrediction({ by }: { by: PredictorRef }) {
  const { t } = useTranslation('predictions');
  const navigate = useNavigate();
  const { predictor, error, noAlias, retry } = usePredictor(by);
  const name = by.kind === 'model' ? `${by.name}@${by.at}` : t('new.run');
  return (
    <>
      <PageHeader
        title={t('new.title')}
        parents={[{ label: t('title'), link: { to: '/predictions' } }]}
        description={
          predictor ? t('new.description', { name, target: predictor.target }) : undefined
        }
        actions={
          by.kind === 'run' ? (
            <LinkButton to="/experiments/$id" params={{ id: by.experimentId }}>
              {t('new.toRun')}
            </LinkButton>
          ) : (
            <LinkButton to="/models/$name" params={{ name: by.name }}>
              {t('new.toModel')}
            </LinkButton>
          )
        }
      />
      <div className={shared.column}>
        <Card aria-label={t('new.title')}>
          {predictor ? (
            <PredictForm
              predictor={predictor}
              onStarted={({ id }) => void navigate({ to: '/predictions/$id', params: { id } })}
            />
          ) : noAlias && by.kind === 'model' ? (
            <p className={shared.quiet}>{t('new.noAlias', { name: by.name, alias: by.at })}</p>
          ) : error === null ? (
            <Skeletons count={4} />
          ) : (
            <ErrorState error={error} onRetry={retry} />
          )}
        </Card>
        <Card>
          <PreviousPredictions of={by} />
        </Card>
      </div>
    </>
  );
}

function NoModel() {
  const { t } = useTranslation('predictions');
  return (
    <EmptyState page icon="model" title={t('new.noModelTitle')} actions={<ToPredictors />}>
      {t('new.noModelText')}
    </EmptyState>
  );
}
