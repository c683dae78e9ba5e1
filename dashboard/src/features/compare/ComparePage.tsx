import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useEffect, useMemo } from 'react';
import { BatchComparisonView, type BatchComparisonViewProps } from './BatchComparisonView';
import { returnFocus } from './returnFocus';
import type { Source, ViewState } from './types';
import { useLeave } from './useLeave';
import { viewFromSearch, viewToSearch } from './viewUrl';

/** The route `/batches/$id/compare`: the address is the view. */
export function ComparePage(dialogs: Pick<BatchComparisonViewProps, 'extend' | 'register'>) {
  const { id } = useParams({ from: '/batches/$id/compare' });
  const search = useSearch({ from: '/batches/$id/compare' });
  const navigate = useNavigate();
  const leave = useLeave(() => {
    void navigate({ to: '/batches/$id', params: { id } });
  });
  useEffect(
    () => () => {
      returnFocus(`[data-analyze="${id}"]`);
    },
    [id],
  );
  const view = useMemo(() => viewFromSearch(search), [search]);
  const source = useMemo((): Source => ({ kind: 'batch', batchId: id }), [id]);
  return (
    <BatchComparisonView
      {...leave}
      {...dialogs}
      source={source}
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
    />
  );
}
