import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Dataset, Pipeline } from '@/api/types';
import { Icon } from '@/components/ui';
import { betterTask } from './columns';
import classes from './form.module.css';
import { usePipelineText } from './pipelineText';
import type { BatchDraftState } from './useBatchDraft';

interface PipelineHintProps {
  state: BatchDraftState;
  dataset: Dataset | undefined;
  pipelines: readonly Pipeline[];
  pipeline: Pipeline | undefined;
}

/** Proposes a pipeline where the chosen target calls for another one; nobody has to follow. */
export function PipelineHint({ state, dataset, pipelines, pipeline }: PipelineHintProps) {
  const { t } = useTranslation('batches');
  const text = usePipelineText();
  const { draft, changePipeline } = state;
  if (!dataset || !pipeline) return null;
  const task = betterTask(dataset, draft.target, pipeline.task);
  const better = pipelines.find((one) => one.ok && one.task === task);
  if (task === null || !better) return null;
  return (
    <div className={classes.proposal} role="status">
      <Icon name="info" size={16} />
      <span>{t(`form.proposal.${task}`, { target: draft.target ?? '' })}</span>
      <Button
        size="xs"
        onClick={() => {
          changePipeline(better, dataset);
        }}
      >
        {t('form.proposal.use', { name: text(better).name })}
      </Button>
    </div>
  );
}
