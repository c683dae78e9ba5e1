import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCancelJob, useRetryJob } from '@/api/queries/experiments';
import type { Experiment } from '@/api/types';
import { ConfirmDialog, ErrorState, Icon } from '@/components/ui';
import { EditDialog } from './EditDialog';

/** Edit at any time, cancel while the run is under way, run again once it failed or was cancelled. */
export function RunActions({ run }: { run: Experiment }) {
  return (
    <>
      <EditButton run={run} />
      <JobButton run={run} />
    </>
  );
}

function EditButton({ run }: { run: Experiment }) {
  const { t } = useTranslation();
  const [editing, setEditing] = useState(false);
  return (
    <>
      <Button
        leftSection={<Icon name="edit" size={14} />}
        onClick={() => {
          setEditing(true);
        }}
      >
        {t('action.edit')}
      </Button>
      {editing && (
        <EditDialog
          run={run}
          onClose={() => {
            setEditing(false);
          }}
        />
      )}
    </>
  );
}

function JobButton({ run }: { run: Experiment }) {
  if (run.state === 'queued' || run.state === 'running') return <CancelButton run={run} />;
  if (run.state === 'failed' || run.state === 'cancelled') return <RetryButton run={run} />;
  return null;
}

function CancelButton({ run }: { run: Experiment }) {
  const { t } = useTranslation('experiments');
  const [asking, setAsking] = useState(false);
  const cancel = useCancelJob();
  const close = () => {
    setAsking(false);
  };
  return (
    <>
      <Button
        variant="outline"
        color="red"
        disabled={run.cancel_requested}
        leftSection={<Icon name="ban" size={14} />}
        onClick={() => {
          setAsking(true);
        }}
      >
        {run.cancel_requested ? t('header.cancelling') : t('header.cancel')}
      </Button>
      <ConfirmDialog
        opened={asking}
        onClose={close}
        danger
        title={t('confirm.title')}
        confirmLabel={t('confirm.yes')}
        pending={cancel.isPending}
        error={cancel.error}
        onConfirm={() => {
          cancel.mutate(run.id, { onSuccess: close });
        }}
      >
        {t('confirm.text')}
      </ConfirmDialog>
    </>
  );
}

function RetryButton({ run }: { run: Experiment }) {
  const { t } = useTranslation('experiments');
  const retry = useRetryJob();
  return (
    <Button
      title={t('header.retryHint')}
      loading={retry.isPending}
      leftSection={<Icon name="redo" size={14} />}
      onClick={() => {
        retry.mutate(run.id, {
          onError: (error) =>
            notifications.show({ message: <ErrorState error={error} />, autoClose: false }),
        });
      }}
    >
      {t('header.retry')}
    </Button>
  );
}
