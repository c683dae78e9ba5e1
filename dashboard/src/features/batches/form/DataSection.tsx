import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Dataset, Pipeline } from '@/api/types';
import { Card, EmptyState, LinkButton } from '@/components/ui';
import { useFormat } from '@/i18n/useFormat';
import { timeColumns } from './columns';
import { ColumnsTable } from './ColumnsTable';
import classes from './form.module.css';
import { PipelineHint } from './PipelineHint';
import { TargetSelect } from './TargetSelect';
import type { BatchDraftState } from './useBatchDraft';
import type { InputErrors } from './useBatchPlan';

interface DataSectionProps {
  state: BatchDraftState;
  datasets: readonly Dataset[];
  dataset: Dataset | undefined;
  pipelines: readonly Pipeline[];
  pipeline: Pipeline | undefined;
  errors: Pick<InputErrors, 'target' | 'timeColumn'>;
}

/** Which data, which column to predict, and what else is in it. */
export function DataSection(props: DataSectionProps) {
  const { t } = useTranslation('batches');
  const format = useFormat();
  const { state, datasets, dataset, pipelines, pipeline, errors } = props;
  const { draft, problems, change, changeDataset } = state;
  if (datasets.length === 0) return <NoDatasets />;
  return (
    <Card aria-labelledby="form-data">
      <h2 id="form-data">{t('form.data')}</h2>
      <div className={classes.inputs}>
        <Select
          label={t('form.dataset')}
          placeholder={t('form.datasetPlaceholder')}
          description={
            dataset &&
            t('form.datasetSize', {
              rows: format.integer(dataset.row_count),
              columns: format.integer(dataset.columns.length),
            })
          }
          inputWrapperOrder={['label', 'input', 'error', 'description']}
          searchable
          allowDeselect={false}
          data={datasets.map(({ id, name }) => ({ value: id, label: name }))}
          value={draft.datasetId}
          error={problems.inputs.dataset_id?.join(' ')}
          onChange={(id) => {
            changeDataset(
              datasets.find((one) => one.id === id),
              pipeline,
            );
          }}
        />
        <TargetSelect
          dataset={dataset}
          pipelines={pipelines}
          pipeline={pipeline}
          value={draft.target}
          error={[errors.target, ...(problems.inputs.target ?? [])].filter(Boolean).join(' ')}
          onChange={(target) => {
            change({ target }, ['target']);
          }}
        />
        <TimeColumnSelect {...props} />
      </div>
      <PipelineHint state={state} dataset={dataset} pipelines={pipelines} pipeline={pipeline} />
      {dataset && <ColumnsTable columns={dataset.columns} />}
    </Card>
  );
}

/** The column that orders the rows: a forecast needs one, elsewhere it says which rows are held out. */
function TimeColumnSelect({ state, dataset, pipeline, errors }: DataSectionProps) {
  const { t } = useTranslation('batches');
  const { draft, problems, change } = state;
  const needed = pipeline?.task === 'forecasting';
  return (
    <Select
      label={t('form.timeColumn')}
      description={needed ? t('form.timeColumnForecast') : t('form.timeColumnHint')}
      inputWrapperOrder={['label', 'input', 'error', 'description']}
      placeholder={needed ? t('form.targetPlaceholder') : t('form.none')}
      clearable={!needed}
      required={needed}
      allowDeselect={!needed}
      disabled={!dataset}
      data={timeColumns(dataset?.columns ?? [], draft.target).map(({ name }) => name)}
      value={draft.timeColumn}
      error={[errors.timeColumn, ...(problems.inputs.time_column ?? [])].filter(Boolean).join(' ')}
      onChange={(timeColumn) => {
        change({ timeColumn }, ['time_column']);
      }}
    />
  );
}

function NoDatasets() {
  const { t } = useTranslation('batches');
  return (
    <Card>
      <EmptyState
        icon="dataset"
        title={t('form.noDatasetsTitle')}
        actions={
          <LinkButton to="/datasets" variant="filled">
            {t('form.toDatasets')}
          </LinkButton>
        }
      >
        {t('form.noDatasetsText')}
      </EmptyState>
    </Card>
  );
}
