import { useCanGoBack, useNavigate, useParams, useRouter, useSearch } from '@tanstack/react-router';
import { useEffect, useMemo } from 'react';
import { loadPlotly } from '@/charts/PlotHost';
import { BatchComparisonView } from './BatchComparisonView';
import { returnFocus } from './returnFocus';
import type { ViewState } from './types';
import { viewFromSearch, viewToSearch } from './viewUrl';

/** The route `/batches/$id/compare`: the address is the view. */
export function ComparePage() {
  const { id } = useParams({ from: '/batches/$id/compare' });
  const search = useSearch({ from: '/batches/$id/compare' });
  const navigate = useNavigate();
  const router = useRouter();
  const canGoBack = useCanGoBack();
  useEffect(
    () => () => {
      returnFocus(`[data-analyze="${id}"]`);
    },
    [id],
  );
  useEffect(() => {
    // Fetched beside the data; whoever draws with it reports a failure.
    loadPlotly().catch(() => undefined);
  }, []);
  const view = useMemo(() => viewFromSearch(search), [search]);
  return (
    <BatchComparisonView
      batchId={id}
      view={view}
      onViewChange={(next: ViewState) => {
        // Replaced, so that "back" and closing lead to the page before.
        void navigate({
          to: '/batches/$id/compare',
          params: { id },
          search: viewToSearch(next),
          replace: true,
          resetScroll: false,
        });
      }}
      onOpenRun={(runId) => {
        void navigate({ to: '/experiments/$id', params: { id: runId } });
      }}
      onClose={() => {
        if (canGoBack) router.history.back();
        else void navigate({ to: '/batches/$id', params: { id } });
      }}
    />
  );
}
