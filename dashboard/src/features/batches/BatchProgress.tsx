import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Counts, JobState } from '@/api/types';
import { Icon, STATE_LOOKS } from '@/components/ui';
import { useFormat } from '@/i18n/useFormat';
import classes from './BatchProgress.module.css';
import { SEGMENT_ORDER, segments } from './status';

interface BatchProgressProps {
  counts: Counts;
  /** What stands beside the counts, where they leave room. */
  children?: ReactNode;
}

/** Shares of a batch's runs by state: a bar, and the counts with icons under it. */
export function BatchProgress({ counts, children }: BatchProgressProps) {
  const { t } = useTranslation('batches');
  const format = useFormat();
  const spoken = (state: JobState) =>
    t('card.count', { count: format.integer(counts[state]), state: t(`state.${state}`) });
  const parts = segments(counts);
  return (
    <div>
      <div
        className={classes.bar}
        role="img"
        aria-label={t('card.progress', {
          parts: parts.map((part) => spoken(part.state)).join(', '),
        })}
      >
        {parts.map((part) => (
          <i key={part.state} data-state={part.state} style={{ width: `${part.width}%` }} />
        ))}
      </div>
      <div className={classes.foot}>
        <ul className={classes.legend} aria-hidden="true">
          {SEGMENT_ORDER.filter((state) => counts[state] > 0).map((state) => (
            <li key={state} data-state={state} title={spoken(state)}>
              <Icon name={STATE_LOOKS[state].icon} size={12} />
              {format.integer(counts[state])}
            </li>
          ))}
        </ul>
        {children}
      </div>
    </div>
  );
}
