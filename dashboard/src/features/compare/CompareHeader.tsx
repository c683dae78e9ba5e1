import { ActionIcon, Button, Menu } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCancelBatch } from '@/api/queries/batches';
import type { Batch, JobState } from '@/api/types';
import { ConfirmDialog, Icon, StateBadge } from '@/components/ui';
import { useFormat } from '@/i18n/useFormat';
import { CopyLink } from './CopyLink';
import { downloadText } from './download';
import { toCsv, toJson } from './exportRows';
import type { CompareModel } from './useCompareModel';
import classes from './compare.module.css';

interface CompareHeaderProps {
  /** Null for runs picked from several batches. */
  batch: Batch | null;
  name: string;
  /** Null until the runs are there. */
  model: CompareModel | null;
  titleId: string;
  onClose: () => void;
}

const SHOWN_STATES: readonly JobState[] = ['succeeded', 'running', 'queued', 'failed', 'cancelled'];

/** Name, counts by state and what can be done with the whole comparison. */
export function CompareHeader({ batch, name, model, titleId, onClose }: CompareHeaderProps) {
  const { t } = useTranslation('compare');
  const format = useFormat();
  const { t: common } = useTranslation();
  const runs = model?.parallel.data.runs ?? [];
  const countOf = (state: JobState) =>
    batch === null ? runs.filter((run) => run.state === state).length : batch.counts[state];
  return (
    <header className={classes.header}>
      <h1 id={titleId} tabIndex={-1} data-autofocus title={name}>
        {name}
      </h1>
      <div className={classes.counts} role="group" aria-label={t('header.counts')}>
        {SHOWN_STATES.filter((state) => countOf(state) > 0).map((state) => (
          <span key={state} title={common(`state.${state}`)}>
            <StateBadge state={state} text={format.integer(countOf(state))} />
            <span className={classes.hidden}>{common(`state.${state}`)}</span>
          </span>
        ))}
      </div>
      <div className={classes.actions}>
        <CopyLink />
        {model !== null && <ExportMenu name={name} model={model} />}
        {batch !== null && <CancelRemaining batch={batch} />}
        <ActionIcon
          variant="subtle"
          color="gray"
          size={30}
          aria-label={t('header.close')}
          onClick={onClose}
        >
          <Icon name="x" size={16} />
        </ActionIcon>
      </div>
    </header>
  );
}

function ExportMenu({ name, model }: { name: string; model: CompareModel }) {
  const { t } = useTranslation('compare');
  const { parallel, rows } = model;
  const indexes = [...rows.ranked, ...rows.unranked];
  const count = indexes.length;
  return (
    <Menu position="bottom-end" shadow="md" zIndex={310}>
      <Menu.Target>
        <Button leftSection={<Icon name="download" size={14} />}>{t('header.export')}</Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('header.exportNote')}</Menu.Label>
        <Menu.Item
          onClick={() => {
            downloadText(`${name}.csv`, 'text/csv', toCsv(parallel, indexes));
          }}
        >
          {t('header.exportCsv', { count })}
        </Menu.Item>
        <Menu.Item
          onClick={() => {
            downloadText(`${name}.json`, 'application/json', toJson(parallel, indexes));
          }}
        >
          {t('header.exportJson', { count })}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function CancelRemaining({ batch }: { batch: Batch }) {
  const { t } = useTranslation('compare');
  const [asking, setAsking] = useState(false);
  const cancel = useCancelBatch();
  const count = batch.counts.queued + batch.counts.running;
  const close = () => {
    setAsking(false);
    cancel.reset();
  };
  if (count === 0) return null;
  return (
    <>
      <Button
        variant="outline"
        color="red"
        disabled={batch.cancel_requested}
        leftSection={<Icon name="ban" size={14} />}
        onClick={() => {
          setAsking(true);
        }}
      >
        {t('header.cancel', { count })}
      </Button>
      <ConfirmDialog
        opened={asking}
        danger
        title={t('header.cancelTitle')}
        confirmLabel={t('header.cancelYes')}
        pending={cancel.isPending}
        error={cancel.error}
        onClose={close}
        onConfirm={() => {
          cancel.mutate(batch.id, { onSuccess: close });
        }}
      >
        {t('header.cancelText', { count })}
      </ConfirmDialog>
    </>
  );
}
