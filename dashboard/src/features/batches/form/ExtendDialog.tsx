import { Button, Group, Modal, Select } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { pipelinesQuery } from '@/api/queries/pipelines';
import type { Batch, Pipeline } from '@/api/types';
import { ErrorState, Icon, Skeletons } from '@/components/ui';
import { useFormat } from '@/i18n/useFormat';
import { ConfigFormContext } from './configFormContext';
import classes from './form.module.css';
import { MAX_RUNS } from './grid';
import { ErrorList } from './rjsf/ErrorList';
import { SweepInput } from './rjsf/SweepInput';
import type { ConfigField } from './schema';
import { SearchInputs } from './SearchSection';
import { useExtension, type Extension, type ExtensionStart } from './useExtension';

interface ExtendDialogProps {
  batch: Batch;
  /** What the form begins with in place of the batch's own search. */
  start?: ExtensionStart;
  onClose: () => void;
}

/** Adds runs to a batch: more values, another space, or another way of searching it. */
export function ExtendDialog({ batch, start, onClose }: ExtendDialogProps) {
  const { t } = useTranslation(['batches', 'common']);
  const pipelines = useQuery(pipelinesQuery);
  const pipeline = pipelines.data?.items.find(({ id, ok }) => ok && id === batch.pipeline);
  const content = () => {
    if (pipeline)
      return <ExtendForm batch={batch} start={start} pipeline={pipeline} onClose={onClose} />;
    if (pipelines.isPending) return <Skeletons count={3} height={60} />;
    if (pipelines.isError) {
      return <ErrorState error={pipelines.error} onRetry={() => void pipelines.refetch()} />;
    }
    return <p>{t('extend.pipelineGone', { name: batch.pipeline ?? '' })}</p>;
  };
  return (
    <Modal
      opened
      size="lg"
      onClose={onClose}
      title={t('extend.title', { name: batch.name })}
      closeButtonProps={{ 'aria-label': t('common:action.close') }}
    >
      {content()}
    </Modal>
  );
}

function ExtendForm(props: ExtendDialogProps & { pipeline: Pipeline }) {
  const { batch, start, pipeline, onClose } = props;
  const { t } = useTranslation(['batches', 'common']);
  const format = useFormat();
  const extension = useExtension({ batch, start, pipeline }, () => {
    notifications.show({ message: t('extend.done', { name: batch.name }) });
    onClose();
  });
  const { values, change, problems, runs, badRuns } = extension;
  return (
    <>
      <p className={classes.explain}>{t('extend.intro')}</p>
      <SearchInputs
        values={values}
        onChange={change}
        runsLabel={t('extend.moreRuns')}
        runsHint={t('extend.moreRunsHint')}
        notPruned={extension.notPruned}
        errors={{
          maxRuns: badRuns
            ? t('form.search.maxRunsError', { max: format.integer(MAX_RUNS) })
            : (problems.inputs.max_runs ?? []).join(' '),
          strategy: (problems.inputs.strategy ?? []).join(' '),
        }}
      />
      <h3 className={classes.spaceTitle}>{t('extend.space')}</h3>
      <ConfigFormContext value={extension.form}>
        {extension.varied.map((field) => (
          <VariedSetting key={field.name} field={field} extension={extension} />
        ))}
      </ConfigFormContext>
      <VaryAnother extension={extension} />
      {problems.form.length > 0 && <ErrorList errors={problems.form} />}
      {extension.failure !== null && <ErrorState error={extension.failure} />}
      <Group justify="flex-end" mt="lg" gap="sm">
        <Button onClick={onClose}>{t('common:action.keep')}</Button>
        <Button
          variant="filled"
          loading={extension.pending}
          disabled={!extension.ready}
          onClick={extension.send}
        >
          {runs === null
            ? t('extend.startAny')
            : t('extend.start', { runs: t('runs', { count: runs }) })}
        </Button>
      </Group>
    </>
  );
}

function VariedSetting({ field, extension }: { field: ConfigField; extension: Extension }) {
  const { t } = useTranslation('batches');
  const problems = extension.problems.config[field.name] ?? [];
  return (
    <section className={classes.varied} aria-label={field.title}>
      <div className={classes.variedHead}>
        <strong>{field.title}</strong>
        {extension.varied.length > 1 && (
          <Button
            size="compact-xs"
            variant="subtle"
            aria-label={t('extend.keepFixed', { name: field.title })}
            onClick={() => {
              extension.form.stopSweep(field.name);
            }}
          >
            <Icon name="x" size={14} />
          </Button>
        )}
      </div>
      <SweepInput field={field} />
      {problems.length > 0 && <ErrorList errors={problems} />}
    </section>
  );
}

function VaryAnother({ extension }: { extension: Extension }) {
  const { t } = useTranslation('batches');
  const { others } = extension;
  if (others.length === 0) return null;
  return (
    <Select
      mt="sm"
      searchable
      aria-label={t('extend.vary')}
      placeholder={t('extend.vary')}
      value={null}
      data={others.map(({ name, title }) => ({ value: name, label: title }))}
      onChange={(name) => {
        const field = others.find((one) => one.name === name);
        if (field) extension.form.startSweep(field);
      }}
    />
  );
}
