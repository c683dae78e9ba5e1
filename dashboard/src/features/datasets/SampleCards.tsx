import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { samplesQuery, useImportSample } from '@/api/queries/datasets';
import type { Dataset, Sample } from '@/api/types';
import { Card, ErrorState, Icon, LinkButton, Skeletons } from '@/components/ui';
import { useFormat } from '@/i18n/useFormat';
import classes from './SampleCards.module.css';

interface SampleCardsProps {
  /** Datasets the user has, to say which samples are already among them. */
  owned: Dataset[];
}

/** Real datasets that come with the libraries, one click away. */
export function SampleCards({ owned }: SampleCardsProps) {
  const { t } = useTranslation('datasets');
  const samples = useQuery(samplesQuery);
  return (
    <section aria-labelledby="samples-title">
      <h2 id="samples-title" className={classes.title}>
        {t('samples.title')}
      </h2>
      <p className={classes.intro}>{t('samples.intro')}</p>
      {samples.isPending && <Skeletons count={3} height={128} layout="grid" />}
      {samples.isError && (
        <ErrorState error={samples.error} onRetry={() => void samples.refetch()} />
      )}
      {samples.data?.items.length === 0 && <p className={classes.intro}>{t('samples.none')}</p>}
      <div className={classes.grid}>
        {samples.data?.items.map((sample) => (
          <SampleCard
            key={sample.key}
            sample={sample}
            dataset={owned.find((dataset) => dataset.sample_key === sample.key)}
          />
        ))}
      </div>
    </section>
  );
}

function SampleCard({ sample, dataset }: { sample: Sample; dataset: Dataset | undefined }) {
  const { t } = useTranslation('datasets');
  const format = useFormat();
  const importSample = useImportSample();
  const words = { ...sample, ...sample.i18n[format.language] };
  const imported = dataset ?? importSample.data;
  return (
    <Card className={classes.card} aria-label={words.name}>
      <h3 className={classes.name}>{words.name}</h3>
      <p className={classes.text}>{words.description}</p>
      <p className={classes.facts}>
        {t('samples.facts', {
          rows: sample.row_count,
          columns: sample.column_count,
          source: sample.source,
          license: sample.license,
        })}
      </p>
      {importSample.isError && <ErrorState error={importSample.error} />}
      <div className={classes.actions}>
        {imported ? (
          <>
            <LinkButton size="xs" to="/datasets/$id" params={{ id: imported.id }}>
              {t('samples.open')}
            </LinkButton>
            <LinkButton
              size="xs"
              to="/batches/new"
              search={{
                dataset: imported.id,
                target: sample.suggested.target,
                pipeline: sample.suggested.pipeline,
              }}
            >
              {t('samples.start')}
            </LinkButton>
          </>
        ) : (
          <Button
            size="xs"
            loading={importSample.isPending}
            leftSection={<Icon name="download" size={14} />}
            aria-label={t('samples.importName', { name: words.name })}
            onClick={() => {
              importSample.mutate(sample.key);
            }}
          >
            {t('samples.import')}
          </Button>
        )}
      </div>
    </Card>
  );
}
