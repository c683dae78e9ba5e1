import { Button } from '@mantine/core';
import { useIntersection } from '@mantine/hooks';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '@/components/ui';
import classes from './BatchesPage.module.css';

interface LoadMoreProps {
  query: {
    hasNextPage: boolean;
    isFetchingNextPage: boolean;
    isFetchNextPageError: boolean;
    error: unknown;
    fetchNextPage: () => unknown;
  };
  label: 'list.loadMore' | 'table.loadMore';
}

/** Loads the next page when the end of a list comes into view; the button does it by keyboard. */
export function LoadMore({ query, label }: LoadMoreProps) {
  const { t } = useTranslation('batches');
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
    <div ref={ref} className={classes.more}>
      <Button size="xs" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
        {t(label)}
      </Button>
    </div>
  );
}
