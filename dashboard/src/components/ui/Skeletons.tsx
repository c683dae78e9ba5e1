import { Skeleton } from '@mantine/core';
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './Skeletons.module.css';

const APPEAR_AFTER_MS = 200;

/** Shows its children only when the wait lasts longer than 200 ms, so quick loads don't flicker. */
export function AfterDelay({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => {
      setShown(true);
    }, APPEAR_AFTER_MS);
    return () => {
      clearTimeout(timer);
    };
  }, []);
  return shown ? children : null;
}

interface SkeletonsProps {
  /** How many blocks. */
  count?: number;
  /** Height of one block in px. */
  height?: number;
  /** `list` stacks the blocks, `grid` lays them out like cards. */
  layout?: 'list' | 'grid';
}

/** Placeholder blocks of a list or page that is loading, announced once to screen readers. */
export function Skeletons({ count = 5, height = 36, layout = 'list' }: SkeletonsProps) {
  const { t } = useTranslation();
  return (
    <AfterDelay>
      <div role="status" aria-label={t('loading')} className={classes.root} data-layout={layout}>
        {Array.from({ length: count }, (_, index) => (
          <Skeleton key={index} height={height} radius="md" />
        ))}
      </div>
    </AfterDelay>
  );
}
