import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { experimentsQuery } from '@/api/queries/experiments';
import type { Batch } from '@/api/types';
import { ErrorState, Icon } from '@/components/ui';
import { useFormat } from '@/i18n/useFormat';
import classes from './BatchPage.module.css';
import { groupFailures } from './runColumns';

const SHOWN_REASONS = 4;

/** What the failed runs died of, by reason, from the newest 200 of them. */
export function FailureSummary({ batch }: { batch: Batch }) {
  const { t } = useTranslation('batches');
  const format = useFormat();
  const query = useInfiniteQuery(
    experimentsQuery({ batch_id: batch.id, state: 'failed', limit: 200 }),
  );
  if (query.isError && !query.data) return <ErrorState error={query.error} />;
  const groups = groupFailures(query.data?.pages.flatMap((page) => page.items) ?? []);
  if (groups.length === 0) return null;
  return (
    <ul className={classes.failures} aria-label={t('page.failures')}>
      {groups.slice(0, SHOWN_REASONS).map(({ code, message, count }) => (
        <li key={`${code} ${message}`}>
          <Icon name="x" size={13} />
          <span>
            <strong>{format.integer(count)}</strong> × {message}
          </span>
        </li>
      ))}
    </ul>
  );
}
