import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { datasetQuery } from '@/api/queries/datasets';
import type { Dataset } from '@/api/types';
import shared from '@/components/shared.module.css';
import { DateTime, ErrorState, Icon, LinkButton, PageHeader, Skeletons } from '@/components/ui';
import { useFormat } from '@/i18n/useFormat';
import { DatasetPreview } from './DatasetPreview';
import { DeleteDatasetDialog } from './DeleteDatasetDialog';
import { SchemaTable } from './SchemaTable';
import { UsedBy } from './UsedBy';
import classes from './DatasetPage.module.css';

export function DatasetPage() {
  const { id } = useParams({ from: '/datasets/$id' });
  const dataset = useQuery(datasetQuery(id));
  if (dataset.isPending) return <Skeletons count={6} />;
  if (!dataset.data) {
    return <ErrorState page error={dataset.error} onRetry={() => void dataset.refetch()} />;
  }
  return <DatasetDetails dataset={dataset.data} />;
}

function DatasetDetails({ dataset }: { dataset: Dataset }) {
  const { t } = useTranslation('datasets');
  const navigate = useNavigate();
  const [deleting, setDeleting] = useState(false);
  return (
    <>
      <PageHeader
        title={dataset.name}
        description={<DatasetFacts dataset={dataset} />}
        actions={
          <>
            <LinkButton variant="filled" to="/batches/new" search={{ dataset: dataset.id }}>
              {t('page.newBatch')}
            </LinkButton>
            <Button
              leftSection={<Icon name="trash" size={14} />}
              onClick={() => {
                setDeleting(true);
              }}
            >
              {t('delete.action')}
            </Button>
          </>
        }
      />
      <div className={shared.sections}>
        <SchemaTable dataset={dataset} />
        <DatasetPreview dataset={dataset} />
        <UsedBy datasetId={dataset.id} />
      </div>
      <DeleteDatasetDialog
        dataset={deleting ? dataset : null}
        onClose={() => {
          setDeleting(false);
        }}
        onDeleted={() => void navigate({ to: '/datasets' })}
      />
    </>
  );
}

function DatasetFacts({ dataset }: { dataset: Dataset }) {
  const { t } = useTranslation('datasets');
  const format = useFormat();
  return (
    <dl className={classes.facts}>
      <dt>{t('fact.size')}</dt>
      <dd>
        {t('fact.shape', { rows: dataset.row_count, columns: dataset.columns.length })} ·{' '}
        {format.bytes(dataset.size_bytes)} · {dataset.format.toUpperCase()}
      </dd>
      <dt>{t('fact.created')}</dt>
      <dd>
        <DateTime iso={dataset.created_at} absolute />
      </dd>
      <dt>SHA-256</dt>
      <dd>
        <code className={classes.hash}>{dataset.sha256}</code>
      </dd>
    </dl>
  );
}
