import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { samplesQuery, useImportSample } from '@/api/queries/datasets';
import { ErrorState } from '@/components/ui';

/** Imports the first sample and opens the form filled in with what is worth trying on it. */
export function SampleButton() {
  const { t } = useTranslation('batches');
  const navigate = useNavigate();
  const samples = useQuery(samplesQuery).data?.items ?? [];
  // A plain table is the easier start; time needs to be understood first.
  const sample = samples.find(({ suggested }) => !suggested.time_column) ?? samples[0];
  const importSample = useImportSample();
  if (!sample) return null;
  const { pipeline, target, time_column } = sample.suggested;
  return (
    <Button
      loading={importSample.isPending}
      onClick={() => {
        importSample.mutate(sample.key, {
          onSuccess: (dataset) =>
            void navigate({
              to: '/batches/new',
              search: {
                dataset: dataset.id,
                pipeline,
                target,
                time_column: time_column ?? undefined,
              },
            }),
          onError: (error) => notifications.show({ message: <ErrorState error={error} /> }),
        });
      }}
    >
      {t('list.sample')}
    </Button>
  );
}
