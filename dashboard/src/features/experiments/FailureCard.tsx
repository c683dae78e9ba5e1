import { useTranslation } from 'react-i18next';
import type { Experiment, JobError } from '@/api/types';
import shared from '@/components/shared.module.css';
import { Card, Icon } from '@/components/ui';
import classes from './experiments.module.css';
import type { RunLog } from './runLog';

const TAIL = 5;
const KNOWN_CODES = [
  'worker_lost',
  'pipeline_error',
  'pipeline_missing',
  'dataset_unreadable',
  'invalid_config',
  'out_of_memory',
  'time_limit',
  'process_died',
  'storage_error',
] as const;

/** Why a run failed, in words and by code, with the last it said. */
export function FailureCard({ run, log }: { run: Experiment; log: RunLog }) {
  const { t } = useTranslation('experiments');
  if (run.state !== 'failed' || run.error === null) return null;
  // The error itself ends the log; it is said above already.
  const tail = log.lines.filter(({ message }) => message !== run.error?.message).slice(-TAIL);
  return (
    <Card role="alert" className={classes.failure}>
      <h2>
        <Icon name="x" size={16} /> {t('error.title')}
      </h2>
      <FailureReason error={run.error} />
      {tail.length > 0 && (
        <>
          <h3>{t('error.tail')}</h3>
          <pre className={`${shared.code} ${classes.code}`}>
            {tail.map(({ message }) => message).join('\n')}
          </pre>
        </>
      )}
    </Card>
  );
}

function FailureReason({ error }: { error: JobError }) {
  const { t } = useTranslation('experiments');
  const known = KNOWN_CODES.find((code) => code === error.code);
  return (
    <>
      <p className={classes.reason}>
        {known && <strong>{t(`error.codes.${known}`)}. </strong>}
        {error.message}
      </p>
      <code>{error.code}</code>
    </>
  );
}
