import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Dataset, Pipeline } from '@/api/types';
import { Card, EmptyState, LinkButton } from '@/components/ui';
import { useFormat } from '@/i18n/useFormat';
import { timeColumns } from './columns';
import { ColumnsTable } from './ColumnsTable';
import classes from './form.module.css';
import { TargetSelect } from './TargetSelect';
import type { BatchDraftState } from './useBatchDraft';

interface DataSectionProps {
  state: BatchDraftState;
  datasets: readonly Dataset[];
  dataset: Dataset | undefined;
  pipeline: Pipeline | undefined;
  targetError: string | undefined;
}

/** Which data, which column to predict, and what else is in it. */
export function DataSection({ state, datasets, dataset, pipeline, targetError }: DataSectionProps) {
  const { t } = useTranslation('batches');
  const format = useFormat();
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
          pipeline={pipeline}
          value={draft.target}
          error={[targetError, ...(problems.inputs.target ?? [])].filter(Boolean).join(' ')}
          onChange={(target) => {
            change({ target }, ['target']);
          }}
        />
        <Select
          label={t('form.timeColumn')}
          description={t('form.timeColumnHint')}
          inputWrapperOrder={['label', 'input', 'error', 'description']}
          placeholder={t('form.none')}
          clearable
          disabled={!dataset}
          data={timeColumns(dataset?.columns ?? [], draft.target).map(({ name }) => name)}
          value={draft.timeColumn}
          error={problems.inputs.time_column?.join(' ')}
          onChange={(timeColumn) => {
            change({ timeColumn }, ['time_column']);
          }}
        />
      </div>
      {dataset && <ColumnsTable columns={dataset.columns} />}
    </Card>
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
