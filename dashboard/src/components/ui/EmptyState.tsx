import type { ReactNode } from 'react';
import { Icon, type IconName } from './Icon';
import classes from './EmptyState.module.css';

interface EmptyStateProps {
  icon: IconName;
  title: string;
  /** One sentence: what belongs here and why it is worth having. */
  children?: ReactNode;
  /** The next step, as buttons. */
  actions?: ReactNode;
  /** Nothing else is on the page: the title is its heading. */
  page?: boolean;
}

/** What a place shows while it has nothing: an icon, a reason and the next step. */
export function EmptyState({ icon, title, children, actions, page }: EmptyStateProps) {
  const Heading = page ? 'h1' : 'h2';
  return (
    <div className={classes.root}>
      <Icon name={icon} size={24} className={classes.icon} />
      <Heading>{title}</Heading>
      {children && <div className={classes.text}>{children}</div>}
      {actions && <div className={classes.actions}>{actions}</div>}
    </div>
  );
}
