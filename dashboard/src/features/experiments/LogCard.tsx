import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Experiment } from '@/api/types';
import shared from '@/components/shared.module.css';
import { Card, Icon } from '@/components/ui';
import { CopyButton } from './CopyButton';
import classes from './experiments.module.css';
import { LogLines } from './LogLines';
import type { LogLine, RunLog } from './runLog';
import { useFollow } from './useFollow';

const asText = (lines: readonly LogLine[]): string =>
  lines.map(({ at, level, message }) => `${at} ${level} ${message}`).join('\n');

/** What the run logged. It follows the end only while the reader is there. */
export function LogCard({ run, log }: { run: Experiment; log: RunLog }) {
  const { t } = useTranslation('experiments');
  const { lines } = log;
  const ended = run.state !== 'queued' && run.state !== 'running';
  const follow = useFollow(lines.length);
  return (
    <Card aria-labelledby="run-log" id="log">
      <div className={classes.cardHead}>
        <h2 id="run-log">
          {t('log.title')}{' '}
          {lines.length > 0 && (
            <small className={shared.aside}>{t('log.lines', { count: lines.length })}</small>
          )}
        </h2>
        {lines.length > 0 && <CopyButton label={t('log.copy')} text={() => asText(lines)} />}
      </div>
      {lines.length === 0 ? (
        <p className={shared.quiet}>{ended ? t('log.none') : t('log.empty')}</p>
      ) : (
        <div className={classes.logFrame}>
          <LogLines lines={lines} follow={follow} />
          {follow.unseen > 0 && (
            <Button
              size="xs"
              className={classes.jump}
              leftSection={<Icon name="down" size={14} />}
              onClick={follow.jump}
            >
              {t('log.toEnd', { count: follow.unseen })}
            </Button>
          )}
        </div>
      )}
    </Card>
  );
}
