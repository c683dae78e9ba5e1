import type { ComponentPropsWithoutRef } from 'react';
import classes from './Card.module.css';

/** A surface with a hairline border; any `section` attributes pass through. */
export function Card({ className, ...props }: ComponentPropsWithoutRef<'section'>) {
  return (
    <section {...props} className={className ? `${classes.card} ${className}` : classes.card} />
  );
}
