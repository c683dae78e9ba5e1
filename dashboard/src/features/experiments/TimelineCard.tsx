import { useTranslation } from 'react-i18next';
import type { Experiment } from '@/api/types';
import shared from '@/components/shared.module.css';
import { Card, Facts, Icon, STATE_LOOKS } from '@/components/ui';
import { useFormat } from '@/i18n/useFormat';
import classes from './experiments.module.css';
import type { RunLog } from './runLog';
import { timelineOf } from './timeline';

/** When the run changed its state, attempt by attempt, and how long each part took. */
export function TimelineCard({ run, log }: { run: Experiment; log: RunLog }) {
  const { t } = useTranslation('experiments');
  const format = useFormat();
  return (
    <Card aria-labelledby="run-timeline">
      <h2 id="run-timeline">{t('timeline.title')}</h2>
      <ol className={classes.timeline}>
        {timelineOf(run, log).map(({ state, at, attempt, after }) => {
          const { icon, tone } = STATE_LOOKS[state === 'created' ? 'queued' : state];
          return (
            <li key={`${at} ${state}`}>
              <span className={shared.toned} data-tone={tone}>
                <Icon name={state === 'created' ? 'plus' : icon} size={13} />
              </span>
              <span>
                {t(`timeline.${state}`)}
                {attempt > 1 && ` · ${t('timeline.attempt', { number: attempt })}`}
                {after !== null && (
                  <small> {t('timeline.after', { time: format.duration(after) })}</small>
                )}
              </span>
              <time dateTime={at} title={format.dateTime(at)}>
                {format.time(at)}
              </time>
            </li>
          );
        })}
      </ol>
      <Timings run={run} />
    </Card>
  );
}

function Timings({ run }: { run: Experiment }) {
  const { t } = useTranslation('experiments');
  const format = useFormat();
  const rows = (['queued_s', 'run_s', 'fit_s'] as const).flatMap((key) => {
    const seconds = run.timings[key];
    return typeof seconds === 'number' ? [{ key, seconds }] : [];
  });
  const { usage, limits } = run;
  const facts: [string, string][] = [
    ...rows.map(({ key, seconds }): [string, string] => [
      t(`timings.${key}`),
      format.duration(seconds),
    ]),
    ...(usage === null
      ? []
      : ([
          [t('usage.cpu'), format.duration(usage.cpu_s)],
          [t('usage.memory'), format.bytes(usage.peak_memory_bytes)],
        ] satisfies [string, string][])),
    ...(typeof limits.seconds === 'number'
      ? ([[t('usage.timeLimit'), format.duration(limits.seconds)]] satisfies [string, string][])
      : []),
    ...(typeof limits.memory_mb === 'number'
      ? ([[t('usage.memoryLimit'), `${format.integer(limits.memory_mb)} MB`]] satisfies [
          string,
          string,
        ][])
      : []),
  ];
  if (facts.length === 0) return null;
  return <Facts rows={facts} className={classes.facts} />;
}
