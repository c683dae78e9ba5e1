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
}

/** What a place shows while it has nothing: an icon, a reason and the next step. */
export function EmptyState({ icon, title, children, actions }: EmptyStateProps) {
  return (
    <div className={classes.root}>
      <Icon name={icon} size={24} className={classes.icon} />
      <h2>{title}</h2>
      {children && <div className={classes.text}>{children}</div>}
      {actions && <div className={classes.actions}>{actions}</div>}
    </div>
  );
}
