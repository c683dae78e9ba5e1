import { Skeleton } from '@mantine/core';
import classes from './BatchCard.module.css';

/** The outline of a card that is still loading; the list around it announces the wait. */
export function BatchCardSkeleton() {
  return (
    <div className={`${classes.card ?? ''} ${classes.skeleton ?? ''}`} aria-hidden="true">
      <Skeleton width="58%" height={14} />
      <Skeleton width="80%" height={10} />
      <Skeleton height={6} />
      <Skeleton width="40%" height={10} />
      <Skeleton width="30%" height={22} ml="auto" />
    </div>
  );
}
