import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '@/api/errors';
import { predictionQuery, useDeletePrediction } from '@/api/queries/predictions';
import type { Prediction } from '@/api/types';
import shared from '@/components/shared.module.css';
import {
  ConfirmDialog,
  ErrorState,
  Icon,
  LinkButton,
  PageHeader,
  shownState,
  Skeletons,
  StateBadge,
} from '@/components/ui';
import { useFormat } from '@/i18n/useFormat';
import { EndedActions } from './EndedActions';
import { Failure } from './Failure';
import { PredictionFacts } from './PredictionFacts';
import { ProgressPanel } from './ProgressPanel';
import { DownloadMenu } from './result/DownloadMenu';
import { ResultCards } from './result/ResultCards';
import { useProgress } from './useProgress';
import { useSubjectText } from './useSubjectText';
import { WarningsCard } from './WarningsCard';

/** One prediction: how far it is, what came of it, what was unusual about its rows. */
export function PredictionPage() {
  const { id } = useParams({ from: '/predictions/$id' });
  const query = useQuery(predictionQuery(id));
  if (query.data) return <PredictionView key={id} prediction={query.data} />;
  if (query.isPending) return <Skeletons count={4} height={110} />;
  if (isApiError(query.error) && [404, 422].includes(query.error.status)) return <NotFound />;
  return <ErrorState page error={query.error} onRetry={() => void query.refetch()} />;
}

function PredictionView({ prediction }: { prediction: Prediction }) {
  const { t } = useTranslation('predictions');
  const format = useFormat();
  const subject = useSubjectText();
  const progress = useProgress(prediction);
  const ran = secondsRun(prediction);
  return (
    <>
      <PageHeader
        title={prediction.name}
        parents={[{ label: t('title'), link: { to: '/predictions' } }]}
        badges={<StateBadge state={shownState(prediction)} />}
        description={[
          t('page.predicts', { target: prediction.target, subject: subject(prediction) }),
          ran === null ? null : t('page.ran', { time: format.duration(ran) }),
        ]
          .filter((part) => part !== null)
          .join(' · ')}
        actions={
          <>
            <DownloadMenu prediction={prediction} />
            <DeleteButton prediction={prediction} />
          </>
        }
      />
      <div className={shared.layout}>
        <div className={shared.column}>
          <ProgressPanel prediction={prediction} progress={progress} />
          <Failure prediction={prediction} />
          <EndedActions prediction={prediction} />
          <ResultCards prediction={prediction} />
        </div>
        <div className={shared.column}>
          <PredictionFacts prediction={prediction} />
          <WarningsCard prediction={prediction} />
        </div>
      </div>
    </>
  );
}

function secondsRun({ started_at: from, finished_at: to }: Prediction): number | null {
  return from && to ? (Date.parse(to) - Date.parse(from)) / 1000 : null;
}

function DeleteButton({ prediction }: { prediction: Prediction }) {
  const { t } = useTranslation('predictions');
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const remove = useDeletePrediction();
  const active = prediction.state === 'queued' || prediction.state === 'running';
  const close = () => {
    setAsking(false);
    remove.reset();
  };
  return (
    <>
      <Button
        disabled={active}
        title={active ? t('delete.whenEnded') : undefined}
        leftSection={<Icon name="trash" size={14} />}
        onClick={() => {
          setAsking(true);
        }}
      >
        {t('delete.action')}
      </Button>
      <ConfirmDialog
        opened={asking}
        danger
        title={t('delete.title')}
        confirmLabel={t('delete.action')}
        pending={remove.isPending}
        error={remove.error}
        onClose={close}
        onConfirm={() => {
          remove.mutate(prediction.id, {
            onSuccess: () => void navigate({ to: '/predictions' }),
          });
        }}
      >
        {t('delete.text', { name: prediction.name })}
      </ConfirmDialog>
    </>
  );
}

function NotFound() {
  const { t } = useTranslation('predictions');
  return (
    <PageHeader
      title={t('notFound.title')}
      description={t('notFound.text')}
      actions={<LinkButton to="/predictions">{t('notFound.back')}</LinkButton>}
    />
  );
}
