import type { InfiniteData } from '@tanstack/react-query';
import { useMemo, type ComponentProps, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState } from './ErrorState';
import { LoadMore } from './LoadMore';

type Pages<Item> = InfiniteData<{ items: Item[] }> | undefined;

/** What all loaded pages of a list hold, in the list's order; the same array while they stay the same. */
export function useItems<Item>(pages: Pages<Item>): Item[] {
  return useMemo(() => pages?.pages.flatMap((page) => page.items) ?? [], [pages]);
}

interface PagedListProps<Item> {
  /** An infinite query. */
  query: ComponentProps<typeof LoadMore>['query'] & {
    data: Pages<Item>;
    isPending: boolean;
    isError: boolean;
    refetch: () => unknown;
  };
  /** Stands in until the first page is there. */
  loading: ReactNode;
  /** Stands in for the whole of an empty list; without it, `children` show that there is nothing. */
  empty?: ReactNode;
  /** What the button for the next page says, where it isn't "Load more". */
  more?: string;
  children: (items: Item[]) => ReactNode;
}

/** A list that comes page by page: loading, failed, empty, or its items with the way to more. */
export function PagedList<Item>({ query, loading, empty, more, children }: PagedListProps<Item>) {
  const { t } = useTranslation();
  const items = useItems(query.data);
  if (query.isPending) return loading;
  if (items.length === 0) {
    if (query.isError) {
      return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
    }
    if (empty) return empty;
  }
  return (
    <>
      {children(items)}
      <LoadMore query={query} label={more ?? t('action.loadMore')} />
    </>
  );
}
