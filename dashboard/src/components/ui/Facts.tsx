import type { ReactNode } from 'react';
import classes from './Facts.module.css';

interface FactsProps {
  /** Names, each once, with their values. */
  rows: readonly (readonly [name: string, value: ReactNode])[];
  className?: string;
}

/** Named values below each other, the names in a column of their own. */
export function Facts({ rows, className }: FactsProps) {
  return (
    <dl className={className ? `${classes.facts} ${className}` : classes.facts}>
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
