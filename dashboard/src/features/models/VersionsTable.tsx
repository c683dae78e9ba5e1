import { Menu, VisuallyHidden } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { modelFileUrl } from '@/api/queries/models';
import type { ModelDetail, ModelVersionItem } from '@/api/types';
import shared from '@/components/shared.module.css';
import { Card, DataTable, DateTime, Icon, MoreMenu, NoValue } from '@/components/ui';
import { AliasBadges } from './AliasBadges';
import { AliasDialog } from './AliasDialog';
import { DeleteModelDialog } from './DeleteModelDialog';
import { FirstMetric } from './MetricVerdict';
import classes from './models.module.css';
import { NotesDialog } from './NotesDialog';

interface VersionsTableProps {
  model: ModelDetail;
  /** The version whose details stand below. */
  shown: number | null;
}

type Asked = 'aliases' | 'notes' | 'delete';

/** Every version, newest first, with what can be done with each. */
export function VersionsTable({ model, shown }: VersionsTableProps) {
  const { t } = useTranslation('models');
  const navigate = useNavigate();
  const [asked, setAsked] = useState<{ what: Asked; version: number } | null>(null);
  const row = model.versions.find(({ version }) => version === asked?.version);
  const close = () => {
    setAsked(null);
  };
  return (
    <Card aria-labelledby="model-versions">
      <h2 id="model-versions">{t('versions.title')}</h2>
      <DataTable label={t('versions.title')}>
        <VersionsHead />
        <tbody>
          {model.versions.map((version) => (
            <VersionRow
              key={version.version}
              version={version}
              current={version.version === shown}
              onAsk={(what) => {
                setAsked({ what, version: version.version });
              }}
            />
          ))}
        </tbody>
      </DataTable>
      {row && asked?.what === 'aliases' && (
        <AliasDialog model={model} version={row} onClose={close} />
      )}
      {row && asked?.what === 'notes' && <NotesDialog version={row} onClose={close} />}
      <DeleteModelDialog
        target={row && asked?.what === 'delete' ? { ...row, name: model.name } : null}
        onClose={close}
        onDeleted={() => {
          // The last version takes its model with it.
          if (model.versions.length === 1) void navigate({ to: '/models' });
        }}
      />
    </Card>
  );
}

function VersionsHead() {
  const { t } = useTranslation('models');
  return (
    <thead>
      <tr>
        <th scope="col">{t('versions.number')}</th>
        <th scope="col">{t('column.aliases')}</th>
        <th scope="col" data-numeric>
          {t('versions.metric')}
        </th>
        <th scope="col" data-secondary>
          {t('versions.run')}
        </th>
        <th scope="col" data-secondary>
          {t('versions.dataset')}
        </th>
        <th scope="col" data-secondary>
          {t('versions.created')}
        </th>
        <th scope="col" data-secondary>
          {t('versions.notes')}
        </th>
        <th scope="col">
          <VisuallyHidden>{t('versions.actions')}</VisuallyHidden>
        </th>
      </tr>
    </thead>
  );
}

interface VersionRowProps {
  version: ModelVersionItem;
  current: boolean;
  onAsk: (what: Asked) => void;
}

function VersionRow({ version, current, onAsk }: VersionRowProps) {
  const { t } = useTranslation('models');
  return (
    <tr data-current={current || undefined} className={classes.versionRow}>
      <th scope="row">
        <Link
          to="/models/$name"
          params={{ name: version.model }}
          search={{ version: version.version }}
          resetScroll={false}
          replace
          aria-current={current || undefined}
        >
          {t('version', { number: version.version })}
        </Link>
      </th>
      <td>
        <AliasBadges aliases={version.aliases} />
      </td>
      <td data-numeric>
        <FirstMetric version={version} />
      </td>
      <td data-secondary>
        <RunLink version={version} />
      </td>
      <td data-secondary>{version.dataset_name}</td>
      <td data-secondary>
        <DateTime iso={version.created_at} />
      </td>
      <td data-secondary>
        <span className={classes.notes} title={version.notes || undefined}>
          {version.notes || <NoValue />}
        </span>
      </td>
      <td data-actions>
        <VersionMenu version={version} onAsk={onAsk} />
      </td>
    </tr>
  );
}

/** The run a version was made of; its name alone once it was deleted. */
export function RunLink({ version }: { version: ModelVersionItem }) {
  const { t } = useTranslation('models');
  const text = version.experiment_name;
  if (!version.experiment_exists) {
    return (
      <>
        {text} <small className={shared.quiet}>{t('deleted')}</small>
      </>
    );
  }
  return (
    <Link to="/experiments/$id" params={{ id: version.experiment_id }}>
      {text}
    </Link>
  );
}

function VersionMenu({ version, onAsk }: Pick<VersionRowProps, 'version' | 'onAsk'>) {
  const { t } = useTranslation('models');
  const ask = (what: Asked) => () => {
    onAsk(what);
  };
  return (
    <MoreMenu label={t('versions.more', { number: version.version })}>
      <Menu.Item leftSection={<Icon name="star" size={14} />} onClick={ask('aliases')}>
        {t('alias.action')}
      </Menu.Item>
      <Menu.Item leftSection={<Icon name="edit" size={14} />} onClick={ask('notes')}>
        {t('notes.action')}
      </Menu.Item>
      <Menu.Item
        component="a"
        href={modelFileUrl(version.model, version.version)}
        download
        leftSection={<Icon name="download" size={14} />}
      >
        {t('download')}
      </Menu.Item>
      <Menu.Item leftSection={<Icon name="trash" size={14} />} onClick={ask('delete')}>
        {t('delete.version')}
      </Menu.Item>
    </MoreMenu>
  );
}
