import { useVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '@/i18n/useFormat';
import classes from './experiments.module.css';
import type { LogLine } from './runLog';
import type { Follow } from './useFollow';

const LINE_HEIGHT = 20;

/** The lines that are in view; a log may have tens of thousands. */
export function LogLines({ lines, follow }: { lines: readonly LogLine[]; follow: Follow }) {
  const { t } = useTranslation('experiments');
  const format = useFormat();
  // eslint-disable-next-line react-hooks/incompatible-library -- its values are read while rendering only
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => follow.element.current,
    estimateSize: () => LINE_HEIGHT,
    overscan: 12,
    initialRect: { width: 600, height: 320 },
  });
  const height = virtual.getTotalSize();
  const { keepEnd } = follow;
  useLayoutEffect(() => {
    // Lines that wrap turn out higher than estimated once they are drawn.
    keepEnd();
  }, [keepEnd, height, lines.length]);
  return (
    <div
      ref={follow.element}
      className={classes.log}
      role="log"
      // Every line aloud would drown the reader; start, end and errors are announced elsewhere.
      aria-live="off"
      aria-label={t('log.label')}
      // A region that scrolls has to be reachable by keyboard.
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      onScroll={follow.onScroll}
    >
      <div className={classes.logInner} style={{ height }}>
        {virtual.getVirtualItems().map(({ index, key, start }) => {
          const line = lines[index];
          if (!line) return null;
          const first = index > 0 && lines[index - 1]?.attempt !== line.attempt;
          return (
            <div
              key={key}
              ref={virtual.measureElement}
              data-index={index}
              data-level={line.level}
              className={classes.logLine}
              style={{ transform: `translateY(${start}px)` }}
            >
              {first && (
                <strong className={classes.logAttempt}>
                  {t('log.attempt', { number: line.attempt })}
                </strong>
              )}
              <time dateTime={line.at}>{format.time(line.at)}</time>
              <span>{line.message}</span>
            </div>
          );
        })}
      </div>
    </div>
  );
}
