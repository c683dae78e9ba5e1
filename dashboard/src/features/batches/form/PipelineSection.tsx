import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Dataset, Pipeline } from '@/api/types';
import { Card, EmptyState, ErrorState } from '@/components/ui';
import classes from './form.module.css';
import { usePipelineText } from './pipelineText';
import type { BatchDraftState } from './useBatchDraft';

interface PipelineSectionProps {
  state: BatchDraftState;
  pipelines: readonly Pipeline[];
  pipeline: Pipeline | undefined;
  dataset: Dataset | undefined;
}

/** Which pipeline is trained and what "best" means. */
export function PipelineSection(props: PipelineSectionProps) {
  const { t } = useTranslation('batches');
  const text = usePipelineText();
  const { state, pipelines, pipeline, dataset } = props;
  const { draft, problems, change, changePipeline } = state;
  if (pipelines.length === 0) {
    return (
      <Card>
        <EmptyState icon="model" title={t('form.noPipelinesTitle')}>
          {t('form.noPipelinesText')}
        </EmptyState>
      </Card>
    );
  }
  return (
    <Card aria-labelledby="form-pipeline">
      <h2 id="form-pipeline">{t('form.pipelineTitle')}</h2>
      <div className={classes.inputs}>
        <Select
          label={t('form.pipeline')}
          placeholder={t('form.pipelinePlaceholder')}
          allowDeselect={false}
          data={byTask(pipelines).map(({ task, items }) => ({
            group: t(`form.task.${task}`),
            items: items.map((one) => ({
              value: one.id,
              label: text(one).name,
              disabled: !one.ok,
            })),
          }))}
          value={draft.pipelineId}
          error={problems.inputs.pipeline?.join(' ')}
          description={pipeline && text(pipeline).description}
          inputWrapperOrder={['label', 'input', 'error', 'description']}
          onChange={(id) => {
            changePipeline(
              pipelines.find((one) => one.id === id),
              dataset,
            );
          }}
        />
        <Select
          label={t('form.objective')}
          description={t('form.objectiveHint')}
          inputWrapperOrder={['label', 'input', 'error', 'description']}
          allowDeselect={false}
          disabled={!pipeline}
          data={(pipeline?.metrics ?? []).map(({ name, direction }) => ({
            value: name,
            label: t('form.objectiveOption', {
              metric: name,
              direction: t(`direction.${direction}`),
            }),
          }))}
          value={draft.metric}
          error={problems.inputs.objective?.join(' ')}
          onChange={(metric) => {
            change({ metric }, ['objective']);
          }}
        />
      </div>
      {pipeline && !pipeline.ok && (
        <ErrorState
          error={pipeline.error}
          title={t('form.pipelineBroken', { name: text(pipeline).name })}
        />
      )}
    </Card>
  );
}

const TASKS = ['regression', 'classification', 'forecasting'] as const;

/** The pipelines by what they predict; a task nobody serves is left out. */
function byTask(pipelines: readonly Pipeline[]) {
  return TASKS.map((task) => ({
    task,
    items: pipelines.filter((one) => one.task === task),
  })).filter(({ items }) => items.length > 0);
}
