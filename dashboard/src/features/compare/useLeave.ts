import { useNavigate, useRouter, useCanGoBack } from '@tanstack/react-router';
import { useEffect } from 'react';
import { loadPlotly } from '@/charts/PlotHost';

/** What leaving a comparison means: opening a run, or closing for the page before or `fallback`. */
export function useLeave(fallback: () => void) {
  const navigate = useNavigate();
  const router = useRouter();
  const canGoBack = useCanGoBack();
  useEffect(() => {
    // Fetched beside the data; whoever draws with it reports a failure.
    loadPlotly().catch(() => undefined);
  }, []);
  return {
    onOpenRun: (runId: string) => {
      void navigate({ to: '/experiments/$id', params: { id: runId } });
    },
    onClose: () => {
      if (canGoBack) router.history.back();
      else fallback();
    },
  };
}
