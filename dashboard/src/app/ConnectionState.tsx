import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useConnection, useStaleSince } from '@/api/feed';
import { runningJobsQuery } from '@/api/queries/jobs';
import { useFormat } from '@/i18n/useFormat';
import classes from './TopBar.module.css';

/** Whether what is on screen is live, and how much is running. */
export function ConnectionState() {
  const { t } = useTranslation();
  const format = useFormat();
  const connection = useConnection();
  const staleSince = useStaleSince();
  const running = useQuery(runningJobsQuery);
  const count = running.data?.items.length ?? 0;

  const text =
    connection === 'live' && count > 0
      ? t('connection.liveRunning', { count })
      : t(`connection.${connection}`);
  const hint = staleSince ? t('connection.asOf', { time: format.time(staleSince) }) : undefined;
  return (
    <span role="status" className={classes.connection} title={hint} data-connection={connection}>
      <span className={classes.dot} />
      <span className={classes.connectionText}>{text}</span>
    </span>
  );
}
