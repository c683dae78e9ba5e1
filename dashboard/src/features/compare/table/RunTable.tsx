import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { CompareModel } from '../useCompareModel';
import { RunRow } from './RunRow';
import { TableHead } from './TableHead';
import { tableColumns } from './columns';
import { tableItems, type TableItem } from './items';
import { useKeptScroll } from './useKeptScroll';
import classes from './table.module.css';

export const ROW_HEIGHT = 29;
const HEAD_HEIGHT = 29;

interface RunTableProps {
  model: CompareModel;
  /** Index of the row with the keyboard's focus. */
  active: number | null;
  hovered: number | null;
  best: number | null;
  reasonOf: (index: number) => string | null;
  onActive: (index: number) => void;
  onHover: (index: number | null) => void;
  onPin: (index: number) => void;
  onSort: (key: string) => void;
  scroller: RefObject<HTMLDivElement | null>;
}

/** The selected runs by rank, then those without one; only the rows in sight exist. */
export function RunTable(props: RunTableProps) {
  const { model, active, hovered, best, scroller } = props;
  const { t } = useTranslation('compare');
  const columns = useMemo(() => tableColumns(model.parallel), [model.parallel]);
  const items = useMemo(() => tableItems(model.rows, model.parallel), [model.rows, model.parallel]);
  // The compiler can't memoise what this hook returns; nothing here depends on that.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    // The sticky head lies over the first rows' place.
    scrollMargin: HEAD_HEIGHT,
    scrollPaddingStart: HEAD_HEIGHT,
    overscan: 12,
    getItemKey: (place) => items[place]?.key ?? place,
  });
  useKeptScroll(scroller, items, ROW_HEIGHT);
  useActiveInSight(active, items, virtual.scrollToIndex);

  const shown = virtual.getVirtualItems();
  const before = (shown[0]?.start ?? HEAD_HEIGHT) - HEAD_HEIGHT;
  const after = virtual.getTotalSize() - (shown.at(-1)?.end ?? HEAD_HEIGHT) + HEAD_HEIGHT;
  const width = columns.length + FIXED_COLUMNS;
  return (
    <div ref={scroller} className={classes.scroll} data-testid="run-table">
      <table
        className={classes.table}
        // A table whose rows are walked with the arrow keys is a grid: one stop for the Tab key.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-element-to-interactive-role
        role="grid"
        aria-label={t('table.label')}
        aria-rowcount={items.length + 1}
        aria-activedescendant={active === null ? undefined : rowId(active)}
        tabIndex={0}
      >
        <TableHead model={model} columns={columns} onSort={props.onSort} />
        <tbody>
          <Spacer height={before} width={width} />
          {shown.map(({ index: place, key }) => {
            const item = items[place];
            if (item === undefined) return null;
            if (item.kind === 'group')
              return <GroupRow key={key} item={item} width={width} place={place} />;
            return (
              <RunRow
                key={key}
                {...props}
                index={item.index}
                place={place}
                columns={columns}
                isActive={item.index === active}
                isHovered={item.index === hovered}
                isBest={item.index === best}
                reason={props.reasonOf(item.index)}
              />
            );
          })}
          <Spacer height={after} width={width} />
        </tbody>
      </table>
    </div>
  );
}

/** Pin, rank, run, state, objective, difference. */
const FIXED_COLUMNS = 6;

export function rowId(index: number): string {
  return `compare-row-${index}`;
}

function Spacer({ height, width }: { height: number; width: number }) {
  if (height <= 0) return null;
  return (
    <tr aria-hidden className={classes.spacer}>
      <td colSpan={width} style={{ height }} />
    </tr>
  );
}

function GroupRow({
  item,
  width,
  place,
}: {
  item: TableItem & { kind: 'group' };
  width: number;
  place: number;
}) {
  const { t } = useTranslation('compare');
  return (
    <tr className={classes.group} aria-rowindex={place + 2}>
      <td colSpan={width}>
        <span>{t('table.unranked', { shown: item.shown, total: item.total })}</span>
      </td>
    </tr>
  );
}

/** Keeps the row that the keyboard is on in sight; only when it changes, so that scrolling is free. */
function useActiveInSight(
  active: number | null,
  items: readonly TableItem[],
  scrollTo: (place: number, options: { align: 'auto' }) => void,
): void {
  const previous = useRef(active);
  useEffect(() => {
    if (previous.current === active) return;
    previous.current = active;
    const place = items.findIndex((item) => item.kind === 'run' && item.index === active);
    if (place >= 0) scrollTo(place, { align: 'auto' });
  }, [active, items, scrollTo]);
}
