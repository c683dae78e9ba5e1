import { Button } from '@mantine/core';
import { useIntersection } from '@mantine/hooks';
import { useEffect } from 'react';
import { ErrorState } from './ErrorState';
import classes from './LoadMore.module.css';

interface LoadMoreProps {
  /** An infinite query. */
  query: {
    hasNextPage: boolean;
    isFetchingNextPage: boolean;
    isFetchNextPageError: boolean;
    error: unknown;
    fetchNextPage: () => unknown;
  };
  /** What the button says, e.g. "Load older batches". */
  label: string;
}

/** Loads the next page when the end of a list comes into view; the button does it by keyboard. */
export function LoadMore({ query, label }: LoadMoreProps) {
  const { ref, entry } = useIntersection({ rootMargin: '400px' });
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = query;
  const due = Boolean(entry?.isIntersecting) && hasNextPage && !isFetchingNextPage;
  useEffect(() => {
    if (due && !isFetchNextPageError) void fetchNextPage();
  }, [due, isFetchNextPageError, fetchNextPage]);
  if (isFetchNextPageError) {
    return <ErrorState error={query.error} onRetry={() => void fetchNextPage()} />;
  }
  if (!hasNextPage) return null;
  return (
    <div ref={ref} className={classes.root}>
      <Button size="xs" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
        {label}
      </Button>
    </div>
  );
}
