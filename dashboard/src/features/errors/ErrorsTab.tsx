import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '@/api/errors';
import { analysisQuery } from '@/api/queries/analyses';
import type { Experiment } from '@/api/types';
import { RefitCard } from '@/components/refit';
import { EmptyState, ErrorState, Skeletons } from '@/components/ui';
import { ErrorsView } from './ErrorsView';
import type { ErrorView } from './filter';
import { viewFromSearch, viewToSearch } from './search';

type RunFacts = Pick<Experiment, 'id' | 'state' | 'finished_at'>;

const POLL_MS = 3_000;
const STORING_MS = 120_000;

/** The errors of a run, or why there are none (yet). */
export function ErrorsTab({ run }: { run: RunFacts }) {
  const { t } = useTranslation('errors');
  if (run.state === 'queued' || run.state === 'running') return <NotFinished />;
  if (run.state !== 'succeeded') {
    return (
      <EmptyState icon="warn" title={t('states.failedTitle')}>
        {t('states.failedText')}
      </EmptyState>
    );
  }
  return <Loaded run={run} />;
}

function Loaded({ run: { id, finished_at } }: { run: RunFacts }) {
  const query = useQuery({
    ...analysisQuery(id),
    // Models are stored a little after the end of their runs, once nothing else waits.
    refetchInterval: ({ state }) =>
      isNotKept(state.error) && endedLately(finished_at) ? POLL_MS : false,
  });
  const search = useSearch({ from: '/experiments/$id' });
  const navigate = useNavigate();
  const show = useCallback(
    (view: ErrorView) => {
      // Replaced, so that "back" leads to the page before.
      void navigate({
        to: '/experiments/$id',
        params: { id },
        search: { tab: 'errors', ...viewToSearch(view) },
        replace: true,
        resetScroll: false,
      });
    },
    [id, navigate],
  );
  if (query.data) {
    return <ErrorsView analysis={query.data} view={viewFromSearch({ ...search })} onView={show} />;
  }
  if (query.isPending) return <Skeletons count={5} height={260} layout="grid" />;
  if (isApiError(query.error) && query.error.code === 'not_finished') return <NotFinished />;
  if (isNotKept(query.error)) return <RefitCard experimentId={id} />;
  return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
}

function isNotKept(error: unknown): boolean {
  return isApiError(error) && error.code === 'analysis_not_kept';
}

function endedLately(finishedAt: string | null): boolean {
  return finishedAt !== null && Date.now() - Date.parse(finishedAt) < STORING_MS;
}

function NotFinished() {
  const { t } = useTranslation('errors');
  return (
    <EmptyState icon="clock" title={t('states.runningTitle')}>
      {t('states.runningText')}
    </EmptyState>
  );
}
