import { useEffect, useRef, type ReactNode } from 'react';
import { useDocumentTitle } from './useDocumentTitle';
import classes from './PageHeader.module.css';

interface PageHeaderProps {
  title: string;
  /** Chips or other small facts right of the title. */
  badges?: ReactNode;
  /** A line below the title. */
  description?: ReactNode;
  /** Buttons at the right end. */
  actions?: ReactNode;
}

/** Heading of a page. It sets the document's title and takes the focus when the page opens. */
export function PageHeader({ title, badges, description, actions }: PageHeaderProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useDocumentTitle(title);
  useEffect(() => {
    // A reader's focus must not stay on the link of the page that just went away.
    if (document.activeElement === document.body) heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <header className={classes.root}>
      <div className={classes.text}>
        <div className={classes.line}>
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {badges}
        </div>
        {description && <div className={classes.description}>{description}</div>}
      </div>
      {actions && <div className={classes.actions}>{actions}</div>}
    </header>
  );
}
