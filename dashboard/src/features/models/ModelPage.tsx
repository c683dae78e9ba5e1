import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@mantine/core';
import { isApiError } from '@/api/errors';
import { modelQuery } from '@/api/queries/models';
import type { ModelDetail } from '@/api/types';
import shared from '@/components/shared.module.css';
import { DateTime, ErrorState, Icon, LinkButton, PageHeader, Skeletons } from '@/components/ui';
import { AliasBadges } from './AliasBadges';
import { DeleteModelDialog } from './DeleteModelDialog';
import { shownVersion } from './shownVersion';
import { VersionCards } from './VersionCards';
import { VersionsTable } from './VersionsTable';

export interface ModelPageProps {
  /** What stands beside the versions, for the one that is shown. */
  aside?: (reference: { name: string; version: number }) => ReactNode;
}

/** A registered model: its versions, what they are called, where they came from. */
export function ModelPage({ aside }: ModelPageProps) {
  const { name } = useParams({ from: '/models/$name' });
  const model = useQuery(modelQuery(name));
  if (model.isPending) return <Skeletons count={6} />;
  if (model.data) return <ModelView key={name} model={model.data} aside={aside} />;
  if (isApiError(model.error) && model.error.status === 404) return <NotFound />;
  return <ErrorState page error={model.error} onRetry={() => void model.refetch()} />;
}

function ModelView({ model, aside }: { model: ModelDetail } & ModelPageProps) {
  const { t } = useTranslation('models');
  const search = useSearch({ from: '/models/$name' });
  const navigate = useNavigate();
  const [deleting, setDeleting] = useState(false);
  const shown = shownVersion(model, search.version);
  return (
    <>
      <PageHeader
        title={model.name}
        badges={<AliasBadges aliases={Object.keys(model.aliases)} versions={model.aliases} />}
        description={
          <>
            {t('page.versions', { count: model.version_count })} · {t('page.updated')}{' '}
            <DateTime iso={model.updated_at} />
          </>
        }
        actions={
          <Button
            leftSection={<Icon name="trash" size={14} />}
            onClick={() => {
              setDeleting(true);
            }}
          >
            {t('delete.model')}
          </Button>
        }
      />
      <div className={shared.layout}>
        <div className={shared.column}>
          <VersionsTable model={model} shown={shown} />
          {shown !== null && <VersionCards name={model.name} version={shown} />}
        </div>
        {aside && shown !== null && (
          <div className={shared.column}>{aside({ name: model.name, version: shown })}</div>
        )}
      </div>
      <DeleteModelDialog
        target={
          deleting ? { name: model.name, version: null, aliases: Object.keys(model.aliases) } : null
        }
        onClose={() => {
          setDeleting(false);
        }}
        onDeleted={() => void navigate({ to: '/models' })}
      />
    </>
  );
}

function NotFound() {
  const { t } = useTranslation('models');
  return (
    <PageHeader
      title={t('notFound.title')}
      description={t('notFound.text')}
      actions={<LinkButton to="/models">{t('notFound.back')}</LinkButton>}
    />
  );
}
