import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Experiment } from '@/api/types';
import shared from '@/components/shared.module.css';
import { Card, Facts, NoValue } from '@/components/ui';
import { useFormat } from '@/i18n/useFormat';
import { CopyButton } from './CopyButton';
import classes from './experiments.module.css';
import { reproduceCommand } from './reproduce';

/** Everything the result depends on: data by hash, code and package versions, seed. */
export function ProvenanceCard({ run }: { run: Experiment }) {
  const { t } = useTranslation('experiments');
  const format = useFormat();
  const { provenance } = run;
  const rows: [string, ReactNode][] = [
    [
      t('provenance.dataset'),
      <Link key="dataset" to="/datasets/$id" params={{ id: run.dataset_id }}>
        {run.dataset_name}
      </Link>,
    ],
    [
      t('provenance.sha256'),
      provenance ? <code key="hash">{provenance.dataset_sha256}</code> : <NoValue key="hash" />,
    ],
    [t('provenance.target'), run.target],
    ...(run.time_column === null
      ? []
      : ([[t('provenance.timeColumn'), run.time_column]] satisfies [string, ReactNode][])),
    [t('provenance.pipeline'), `${run.pipeline} ${run.pipeline_version ?? ''}`],
    [t('provenance.seed'), <code key="seed">{run.seed}</code>],
    ...(run.row_counts
      ? ([
          [
            t('provenance.rows'),
            t('provenance.rowCounts', {
              train: format.integer(run.row_counts.train ?? 0),
              holdout: format.integer(run.row_counts.holdout ?? 0),
            }),
          ],
        ] satisfies [string, ReactNode][])
      : []),
    [t('provenance.code'), provenance?.code_version ?? <NoValue key="code" />],
    [t('provenance.python'), provenance?.python_version ?? <NoValue key="python" />],
    ...(run.state === 'succeeded'
      ? ([
          [t('provenance.model'), run.model_kept ? t('provenance.kept') : t('provenance.notKept')],
        ] satisfies [string, ReactNode][])
      : []),
  ];
  return (
    <Card aria-labelledby="run-provenance">
      <div className={classes.cardHead}>
        <h2 id="run-provenance">{t('provenance.title')}</h2>
        {provenance && (
          <CopyButton label={t('provenance.copyHash')} text={() => provenance.dataset_sha256} />
        )}
      </div>
      <Facts rows={rows} className={classes.facts} />
      {provenance && <Packages versions={provenance.package_versions} />}
      <Reproduce run={run} />
    </Card>
  );
}

function Packages({ versions }: { versions: Record<string, string> }) {
  const { t } = useTranslation('experiments');
  const entries = Object.entries(versions).sort(([a], [b]) => a.localeCompare(b, 'en'));
  if (entries.length === 0) return null;
  return (
    <details className={`${shared.fold} ${classes.details}`}>
      <summary>{t('provenance.packages', { count: entries.length })}</summary>
      <pre className={`${shared.code} ${classes.code}`}>
        {entries.map(([name, version]) => `${name}==${version}`).join('\n')}
      </pre>
    </details>
  );
}

function Reproduce({ run }: { run: Experiment }) {
  const { t } = useTranslation('experiments');
  const command = reproduceCommand(run, window.location.origin);
  return (
    <details className={`${shared.fold} ${classes.details}`}>
      <summary>{t('reproduce.title')}</summary>
      <p className={shared.quiet}>{t('reproduce.hint')}</p>
      <pre className={`${shared.code} ${classes.code}`}>{command}</pre>
      <CopyButton label={t('reproduce.copy')} text={() => command} />
    </details>
  );
}
