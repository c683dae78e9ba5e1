import { Button, Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { datasetsByName } from '@/api/queries/search';
import type { Dataset, Prediction } from '@/api/types';
import shared from '@/components/shared.module.css';
import { ErrorState, Icon, LinkButton } from '@/components/ui';
import { useFormat } from '@/i18n/useFormat';
import type { Predictor } from '../predictor';
import classes from '../predictions.module.css';
import { ColumnCheck } from './ColumnCheck';
import { matchColumns } from './columnCheck';
import { useStartPrediction } from './useStartPrediction';

const SETTLED_MS = 150;

interface DatasetFormProps {
  predictor: Predictor;
  onStarted: (prediction: Prediction) => void;
}

/** Every row of a dataset, with its columns checked against what the model reads. */
export function DatasetForm({ predictor, onStarted }: DatasetFormProps) {
  const { t } = useTranslation('predictions');
  const [dataset, setDataset] = useState<Dataset | null>(null);
  const { start, pending, error, problems, reset } = useStartPrediction(predictor, onStarted);
  const check = dataset && matchColumns(predictor.inputs, dataset.columns, problems);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (dataset) start({ dataset_id: dataset.id }, dataset.name);
  };
  return (
    <form onSubmit={submit} className={classes.form}>
      <DatasetSelect
        value={dataset}
        onChange={(next) => {
          reset();
          setDataset(next);
        }}
      />
      {check && <ColumnCheck {...check} />}
      {error !== null && <ErrorState error={error} />}
      <div>
        <Button
          type="submit"
          variant="filled"
          disabled={!dataset || check?.matches.some(({ verdict }) => verdict === 'missing')}
          loading={pending}
          leftSection={<Icon name="analyze" size={14} />}
        >
          {dataset ? t('form.startRows', { count: dataset.row_count }) : t('form.start')}
        </Button>
      </div>
    </form>
  );
}

interface DatasetSelectProps {
  value: Dataset | null;
  onChange: (dataset: Dataset | null) => void;
}

/** Datasets found by name on the server, the newest few at first. */
function DatasetSelect({ value, onChange }: DatasetSelectProps) {
  const { t } = useTranslation('predictions');
  const format = useFormat();
  const [text, setText] = useState('');
  // The field holds the chosen one's name, which is nothing to search for.
  const asked = text.trim() === value?.name ? '' : text.trim();
  const [settled] = useDebouncedValue(asked, SETTLED_MS);
  const query = useQuery({ ...datasetsByName(settled), placeholderData: keepPreviousData });
  const found = query.data?.items ?? [];
  const offered = value && !found.some(({ id }) => id === value.id) ? [value, ...found] : found;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (query.isSuccess && settled === '' && offered.length === 0) {
    return (
      <p className={shared.quiet}>
        {t('form.noDatasets')}{' '}
        <LinkButton size="xs" to="/datasets">
          {t('form.toDatasets')}
        </LinkButton>
      </p>
    );
  }
  return (
    <Select
      label={t('form.datasetLabel')}
      placeholder={t('form.datasetPlaceholder')}
      description={
        value &&
        t('form.datasetSize', {
          rows: format.integer(value.row_count),
          columns: format.integer(value.columns.length),
        })
      }
      inputWrapperOrder={['label', 'input', 'error', 'description']}
      className={classes.dataset}
      searchable
      clearable
      searchValue={text}
      onSearchChange={setText}
      // The server has searched already.
      filter={({ options }) => options}
      nothingFoundMessage={t('form.noDatasetOfName')}
      data={offered.map(({ id, name }) => ({ value: id, label: name }))}
      value={value?.id ?? null}
      onChange={(id) => {
        onChange(offered.find((one) => one.id === id) ?? null);
      }}
    />
  );
}
