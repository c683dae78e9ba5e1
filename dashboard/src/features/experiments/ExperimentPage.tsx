import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { isApiError } from '@/api/errors';
import { experimentQuery } from '@/api/queries/experiments';
import { ErrorState, LinkButton, PageHeader, Skeletons } from '@/components/ui';
import { RunView, type RunViewProps } from './RunView';

/** One run: what it was asked, what it does or did, what came of it. */
export function ExperimentPage({ errors }: Pick<RunViewProps, 'errors'>) {
  const { id } = useParams({ from: '/experiments/$id' });
  const query = useQuery(experimentQuery(id));
  if (query.data) return <RunView key={id} run={query.data} errors={errors} />;
  if (query.isPending) return <Skeletons count={4} height={110} />;
  if (isApiError(query.error) && [404, 422].includes(query.error.status)) return <NotFound />;
  return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
}

function NotFound() {
  const { t } = useTranslation('experiments');
  return (
    <PageHeader
      title={t('notFound.title')}
      description={t('notFound.text')}
      actions={<LinkButton to="/experiments">{t('notFound.back')}</LinkButton>}
    />
  );
}
