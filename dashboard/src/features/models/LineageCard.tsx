import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { modelFileUrl } from '@/api/queries/models';
import type { ModelInput, ModelVersion } from '@/api/types';
import shared from '@/components/shared.module.css';
import { Card, DataTable, DateTime, Facts, Icon, Literal, NoValue } from '@/components/ui';
import { useFormat } from '@/i18n/useFormat';
import classes from './models.module.css';
import { RunLink } from './VersionsTable';

/** Where a version came from: run, data by hash, settings, code and package versions, inputs. */
export function LineageCard({ version }: { version: ModelVersion }) {
  const { t } = useTranslation('models');
  const format = useFormat();
  const packages = Object.entries(version.provenance.package_versions).sort(([a], [b]) =>
    a.localeCompare(b, 'en'),
  );
  return (
    <Card aria-labelledby="version-lineage">
      <h2 id="version-lineage">{t('lineage.title', { number: version.version })}</h2>
      <LineageFacts version={version} />
      <Fold title={t('lineage.inputs', { count: version.inputs.length })} open>
        <InputsTable inputs={version.inputs} />
      </Fold>
      <Fold title={t('lineage.config', { count: Object.keys(version.config).length })}>
        <ConfigTable config={version.config} />
      </Fold>
      <Fold title={t('lineage.packages', { count: packages.length })}>
        <pre className={`${shared.code} ${classes.code}`}>
          {packages.map(([name, number]) => `${name}==${number}`).join('\n')}
        </pre>
      </Fold>
      <p className={classes.file}>
        <a href={modelFileUrl(version.model, version.version)} download>
          <Icon name="download" size={13} /> {t('lineage.file')}
        </a>{' '}
        <span className={shared.quiet}>{format.bytes(version.size_bytes)}</span>
      </p>
    </Card>
  );
}

function LineageFacts({ version }: { version: ModelVersion }) {
  const { t } = useTranslation('models');
  const format = useFormat();
  const { provenance, row_counts: rows } = version;
  const facts: [string, ReactNode][] = [
    [t('lineage.run'), <RunLink key="run" version={version} />],
    [t('lineage.batch'), <BatchLink key="batch" version={version} />],
    [
      t('lineage.dataset'),
      <Link key="dataset" to="/datasets/$id" params={{ id: version.dataset_id }}>
        {version.dataset_name}
      </Link>,
    ],
    [t('lineage.sha256'), <code key="sha256">{provenance.dataset_sha256}</code>],
    [t('lineage.target'), version.target],
    ...(version.time_column === null
      ? []
      : ([[t('lineage.timeColumn'), version.time_column]] satisfies [string, ReactNode][])),
    [t('lineage.pipeline'), `${version.pipeline} ${version.pipeline_version}`],
    [t('lineage.seed'), <code key="seed">{version.seed}</code>],
    [
      t('lineage.rows'),
      t('lineage.rowCounts', {
        train: format.integer(rows.train ?? 0),
        holdout: format.integer(rows.holdout ?? 0),
      }),
    ],
    [t('lineage.code'), provenance.code_version],
    [t('lineage.python'), provenance.python_version],
    [t('lineage.fileHash'), <code key="file">{version.sha256}</code>],
    [t('lineage.registered'), <DateTime key="at" iso={version.created_at} absolute />],
  ];
  return <Facts rows={facts} className={classes.facts} />;
}

function BatchLink({ version }: { version: ModelVersion }) {
  const { t } = useTranslation('models');
  if (version.batch_id === null) return <>{t('lineage.noBatch')}</>;
  return (
    <Link to="/batches/$id" params={{ id: version.batch_id }}>
      {version.batch_name}
    </Link>
  );
}

function Fold({ title, open, children }: { title: string; open?: boolean; children: ReactNode }) {
  return (
    <details className={`${shared.fold} ${classes.fold}`} open={open}>
      <summary>{title}</summary>
      {children}
    </details>
  );
}

function InputsTable({ inputs }: { inputs: readonly ModelInput[] }) {
  const { t } = useTranslation('models');
  return (
    <DataTable label={t('lineage.inputs', { count: inputs.length })}>
      <thead>
        <tr>
          <th scope="col">{t('input.name')}</th>
          <th scope="col">{t('input.type')}</th>
          <th scope="col">{t('input.seen')}</th>
        </tr>
      </thead>
      <tbody>
        {inputs.map((input) => (
          <tr key={input.name}>
            <th scope="row">
              <code>{input.name}</code>
            </th>
            <td>{t(`dtype.${input.dtype}`)}</td>
            <td>
              <Seen input={input} />
            </td>
          </tr>
        ))}
      </tbody>
    </DataTable>
  );
}

const SHOWN_CATEGORIES = 6;
const MICROSECONDS = 1000;

/** The values or the range that a column had in training. */
function Seen({ input }: { input: ModelInput }) {
  const { t } = useTranslation('models');
  const format = useFormat();
  const { categories, minimum, maximum, dtype } = input;
  if (categories) {
    const more = categories.length - SHOWN_CATEGORIES;
    return (
      <span title={categories.join(', ')}>
        {categories.slice(0, SHOWN_CATEGORIES).join(', ')}
        {more > 0 && ` ${t('input.more', { count: more })}`}
      </span>
    );
  }
  if (typeof minimum !== 'number' || typeof maximum !== 'number' || dtype === 'boolean') {
    return <NoValue />;
  }
  const text = (value: number) =>
    dtype === 'datetime'
      ? format.dateTime(new Date(value / MICROSECONDS).toISOString())
      : format.metric(value);
  return <>{t('input.range', { minimum: text(minimum), maximum: text(maximum) })}</>;
}

function ConfigTable({ config }: { config: Record<string, unknown> }) {
  const { t } = useTranslation('models');
  return (
    <DataTable label={t('lineage.settings')}>
      <tbody>
        {Object.entries(config).map(([name, value]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td data-numeric>
              <Literal value={value} />
            </td>
          </tr>
        ))}
      </tbody>
    </DataTable>
  );
}
