import { useElementSize, useMergedRef } from '@mantine/hooks';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStaleSince } from '@/api/feed';
import type { Batch } from '@/api/types';
import { BatchCard } from './BatchCard';
import classes from './BatchesPage.module.css';
import { useBatchActions } from './useBatchActions';

// As in the style sheet: the narrowest card and the gap between cards.
const CARD_WIDTH = 288;
const GAP = 12;
const ROW_HEIGHT = 154;

/** The cards in as many columns as fit; of a long list only those near the window exist. */
export function BatchGrid({ batches }: { batches: readonly Batch[] }) {
  const { t } = useTranslation('batches');
  const staleSince = useStaleSince();
  const { actions, dialogs } = useBatchActions();
  const { ref, width } = useElementSize();
  const [top, setTop] = useState(0);
  const readTop = useCallback((element: HTMLElement | null) => {
    if (element) setTop(element.getBoundingClientRect().top + window.scrollY);
  }, []);
  const columns = Math.max(1, Math.floor((width + GAP) / (CARD_WIDTH + GAP)));

  const rows = useWindowVirtualizer({
    count: Math.ceil(batches.length / columns),
    estimateSize: () => ROW_HEIGHT,
    gap: GAP,
    overscan: 3,
    scrollMargin: top,
  });
  return (
    <>
      <div
        ref={useMergedRef(ref, readTop)}
        role="list"
        aria-label={t('list.label')}
        className={classes.grid}
        style={{ height: rows.getTotalSize() }}
      >
        {rows.getVirtualItems().map(({ index, key, start }) => (
          <div
            key={key}
            ref={rows.measureElement}
            data-index={index}
            role="presentation"
            className={classes.row}
            style={{
              gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
              transform: `translateY(${start - top}px)`,
            }}
          >
            {batches.slice(index * columns, (index + 1) * columns).map((batch, column) => (
              <div
                key={batch.id}
                role="listitem"
                aria-setsize={batches.length}
                aria-posinset={index * columns + column + 1}
                className={classes.cell}
              >
                <BatchCard batch={batch} actions={actions} staleSince={staleSince} />
              </div>
            ))}
          </div>
        ))}
      </div>
      {dialogs}
    </>
  );
}
