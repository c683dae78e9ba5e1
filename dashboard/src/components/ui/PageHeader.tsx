import { useEffect, useRef, type ReactNode } from 'react';
import { useDocumentTitle, type Crumb } from './pageTrail';
import classes from './PageHeader.module.css';

interface PageHeaderProps {
  title: string;
  /** Chips or other small facts right of the title. */
  badges?: ReactNode;
  /** A line below the title. */
  description?: ReactNode;
  /** Buttons at the right end. */
  actions?: ReactNode;
  /** Pages between the section of the route and this one, for the breadcrumbs. */
  parents?: Crumb[];
}

/** Heading of a page. It sets the document's title and takes the focus when the page opens. */
export function PageHeader({ title, badges, description, actions, parents }: PageHeaderProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useDocumentTitle(title, parents);
  useEffect(() => {
    // After a navigation the focus must not stay on the link that led here; inside the new page
    // it stays where it is.
    if (!document.activeElement?.closest('main, [role=dialog]')) {
      heading.current?.focus({ preventScroll: true });
    }
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
