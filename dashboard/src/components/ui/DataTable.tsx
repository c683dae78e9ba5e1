import type { ComponentPropsWithoutRef } from 'react';
import classes from './DataTable.module.css';

interface DataTableProps extends ComponentPropsWithoutRef<'table'> {
  /** What the table lists, for screen readers. */
  label: string;
}

/**
 * A plain table in a frame that scrolls sideways by itself. Cells say how they look by attributes:
 * `data-numeric` right-aligned, `data-secondary` hidden on narrow screens, `data-actions` narrow.
 */
export function DataTable({ label, children, ...props }: DataTableProps) {
  return (
    // The scrolling frame takes the focus, so that the keyboard can scroll it.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={classes.frame} role="group" aria-label={label} tabIndex={0}>
      <table {...props} aria-label={label} className={classes.table}>
        {children}
      </table>
    </div>
  );
}
