import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '@/api/errors';
import { useStaleSince } from '@/api/feed';
import { batchQuery, useChangeBatch } from '@/api/queries/batches';
import type { Batch } from '@/api/types';
import { NotesCard, TagList } from '@/components/labels';
import shared from '@/components/shared.module.css';
import { Card, ErrorState, Icon, LinkButton, PageHeader, Skeletons } from '@/components/ui';
import { AnalyzeButton, RetryFailedButton } from './BatchCard';
import { BatchBest } from './BatchBest';
import { BatchChip } from './BatchChip';
import classes from './BatchPage.module.css';
import { BatchProgress } from './BatchProgress';
import { BatchSettings } from './BatchSettings';
import { BatchTime } from './BatchTime';
import { BatchSubtitle } from './BatchSubtitle';
import { EditDialog } from './EditDialog';
import { FailureSummary } from './FailureSummary';
import { RunsTable } from './RunsTable';
import { isActive } from './status';
import { useBatchActions, type BatchActions } from './useBatchActions';

// It brings the form's inputs and the reading of schemas, which few visits of the page need.
const ExtendDialog = lazy(async () => ({
  default: (await import('./form/ExtendDialog')).ExtendDialog,
}));

/** One batch: how far it is, what it tried, and its runs. */
export function BatchPage() {
  const { id } = useParams({ from: '/batches/$id' });
  const query = useQuery(batchQuery(id));
  if (query.data) return <BatchView key={id} batch={query.data} />;
  if (query.isPending) return <Skeletons count={3} height={140} />;
  if (isApiError(query.error) && [404, 422].includes(query.error.status)) return <NotFound />;
  return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
}

function BatchView({ batch }: { batch: Batch }) {
  const staleSince = useStaleSince();
  const navigate = useNavigate();
  const { actions, dialogs } = useBatchActions(() => void navigate({ to: '/batches' }));
  const [dialog, setDialog] = useState<'edit' | 'extend' | null>(null);
  const close = () => {
    setDialog(null);
  };
  const since = isActive(batch) ? staleSince : null;
  return (
    <>
      <PageHeader
        title={batch.name}
        badges={<BatchChip batch={batch} stale={since !== null} />}
        description={
          <>
            <BatchSubtitle batch={batch} staleSince={since} />
            <TagList kind="batch" tags={batch.tags} />
          </>
        }
        actions={<BatchButtons batch={batch} actions={actions} onAsk={setDialog} />}
      />
      <div className={classes.overview}>
        <Card className={classes.progress}>
          <BatchProgress counts={batch.counts} />
          <BatchTime batch={batch} />
          <BatchBest batch={batch} large />
          {batch.counts.failed > 0 && <FailureSummary batch={batch} />}
        </Card>
        <div className={shared.column}>
          <BatchSettings batch={batch} />
          <BatchNotes batch={batch} />
        </div>
      </div>
      <RunsTable batch={batch} />
      {dialogs}
      {dialog === 'edit' && <EditDialog batch={batch} onClose={close} />}
      {dialog === 'extend' && (
        <Suspense>
          <ExtendDialog batch={batch} onClose={close} />
        </Suspense>
      )}
    </>
  );
}

function BatchNotes({ batch: { id, notes } }: { batch: Batch }) {
  const { mutateAsync } = useChangeBatch();
  return (
    <NotesCard id={id} notes={notes} onSave={(wanted) => mutateAsync({ id, notes: wanted })} />
  );
}

interface BatchButtonsProps {
  batch: Batch;
  actions: BatchActions;
  onAsk: (dialog: 'edit' | 'extend') => void;
}

function BatchButtons({ batch, actions, onAsk }: BatchButtonsProps) {
  const { t } = useTranslation(['batches', 'common']);
  const active = isActive(batch);
  return (
    <>
      <Button
        size="xs"
        leftSection={<Icon name="edit" size={14} />}
        onClick={() => {
          onAsk('edit');
        }}
      >
        {t('common:action.edit')}
      </Button>
      <Button
        size="xs"
        leftSection={<Icon name="plus" size={14} />}
        onClick={() => {
          onAsk('extend');
        }}
      >
        {t('page.addRuns')}
      </Button>
      <LinkButton
        to="/batches/new"
        search={{ from: batch.id }}
        size="xs"
        leftSection={<Icon name="copy" size={14} />}
      >
        {t('page.repeat')}
      </LinkButton>
      <RetryFailedButton batch={batch} actions={actions} />
      {active ? (
        <Button
          size="xs"
          variant="outline"
          color="red"
          disabled={batch.cancel_requested}
          leftSection={<Icon name="ban" size={14} />}
          onClick={() => {
            actions.askCancel(batch);
          }}
        >
          {t('card.cancel')}
        </Button>
      ) : (
        <Button
          size="xs"
          leftSection={<Icon name="trash" size={14} />}
          onClick={() => {
            actions.askDelete(batch);
          }}
        >
          {t('card.delete')}
        </Button>
      )}
      <AnalyzeButton batch={batch} primary />
    </>
  );
}

function NotFound() {
  const { t } = useTranslation('batches');
  return (
    <PageHeader
      title={t('page.notFoundTitle')}
      description={t('page.notFoundText')}
      actions={<LinkButton to="/batches">{t('page.toList')}</LinkButton>}
    />
  );
}
