import { Button } from '@mantine/core';
import { Trans, useTranslation } from 'react-i18next';
import { useRetryFailed } from '@/api/queries/batches';
import type { Batch } from '@/api/types';
import { ErrorState, Icon, STATE_LOOKS } from '@/components/ui';
import { useFormat } from '@/i18n/useFormat';
import type { Shared, UnfinishedGroup } from '../unfinished';
import type { CompareModel } from '../useCompareModel';
import { useFormats, valueText } from '../useFormats';
import { useReason } from '../useReason';
import classes from './side.module.css';

interface UnfinishedProps {
  batch: Batch | null;
  model: CompareModel;
  groups: readonly UnfinishedGroup[];
  metric: string;
}

/** The runs without a rank by cause, with what those of a cause have in common. */
export function Unfinished({ batch, groups, metric }: UnfinishedProps) {
  const { t } = useTranslation('compare');
  const format = useFormat();
  // Waiting runs of a batch are not among the groups, picked ones are.
  const { queued, failed } = batch?.counts ?? { queued: 0, failed: 0 };
  const count = groups.reduce((sum, { indexes }) => sum + indexes.length, 0) + queued;
  if (count === 0) return null;
  const eta = batch?.eta_seconds ?? null;
  const time = eta === null ? null : format.duration(eta);
  return (
    <section className={classes.section}>
      <h2>{t('unfinished.title', { count: format.integer(count) })}</h2>
      <ul className={classes.groups}>
        {groups.map((group) => (
          <Group
            key={`${group.state}${group.error?.code ?? ''}`}
            group={group}
            metric={metric}
            time={time}
          />
        ))}
        {queued > 0 && (
          <li data-tone={STATE_LOOKS.queued.tone}>
            <Icon name={STATE_LOOKS.queued.icon} size={13} />
            <Trans
              t={t}
              i18nKey="unfinished.queued"
              values={{ count: format.integer(queued) }}
              components={{ b: <b /> }}
            />
          </li>
        )}
      </ul>
      {batch !== null && failed > 0 && <RetryFailed batch={batch} count={failed} />}
    </section>
  );
}

function Group({
  group,
  metric,
  time,
}: {
  group: UnfinishedGroup;
  metric: string;
  time: string | null;
}) {
  const { t } = useTranslation('compare');
  const format = useFormat();
  const reason = useReason();
  const { state, error, indexes, shared } = group;
  const look = STATE_LOOKS[state === 'noValue' ? 'mixed' : state];
  const key = state === 'succeeded' ? 'noValue' : state;
  return (
    <li data-tone={look.tone} title={error?.message}>
      <Icon name={look.icon} size={13} />
      <span>
        <Trans
          t={t}
          i18nKey={`unfinished.${key}`}
          values={{ count: format.integer(indexes.length), reason: reason(error), metric }}
          components={{ b: <b /> }}
        />
        {shared !== null && <SharedText shared={shared} />}
        {state === 'running' && time !== null && `, ${t('unfinished.timeLeft', { time })}`}
      </span>
    </li>
  );
}

function SharedText({ shared }: { shared: Shared }) {
  const { t } = useTranslation('compare');
  const formats = useFormats();
  const { column } = shared;
  const name = column.name;
  const text = (value: Parameters<typeof valueText>[2]) => valueText(formats, column, value);
  const condition = () => {
    if (shared.kind === 'values')
      return t('unfinished.equal', { name, values: shared.values.map(text).join(', ') });
    const { low, high } = shared;
    if (low === null) return t('unfinished.atMost', { name, high: text(high) });
    if (high === null) return t('unfinished.atLeast', { name, low: text(low) });
    return t('unfinished.between', { name, low: text(low), high: text(high) });
  };
  return <> — {t('unfinished.all', { condition: condition() })}</>;
}

function RetryFailed({ batch, count }: { batch: Batch; count: number }) {
  const { t } = useTranslation('compare');
  const retry = useRetryFailed();
  return (
    <>
      <Button
        size="xs"
        mt={9}
        loading={retry.isPending}
        leftSection={<Icon name="redo" size={14} />}
        onClick={() => {
          retry.mutate(batch.id);
        }}
      >
        {t('unfinished.retry', { count })}
      </Button>
      {retry.isError && <ErrorState error={retry.error} />}
    </>
  );
}
