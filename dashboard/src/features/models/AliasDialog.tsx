import { Button, Group, Modal } from '@mantine/core';
import { useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useRemoveAlias, useSetAlias } from '@/api/queries/models';
import type { ModelDetail, ModelVersionItem } from '@/api/types';
import { ErrorState } from '@/components/ui';
import { AliasBadges } from './AliasBadges';
import { AliasInput, isAlias } from './AliasInput';
import classes from './models.module.css';

interface AliasDialogProps {
  model: ModelDetail;
  version: ModelVersionItem;
  onClose: () => void;
}

/** The aliases of one version: takes them away, and points one here from wherever it was. */
export function AliasDialog({ model, version, onClose }: AliasDialogProps) {
  const { t } = useTranslation(['models', 'common']);
  const [alias, setAlias] = useState('');
  const set = useSetAlias();
  const wanted = alias.trim();
  const save = (event: SyntheticEvent) => {
    event.preventDefault();
    if (!isAlias(wanted)) return;
    set.mutate(
      { name: model.name, alias: wanted, version: version.version },
      { onSuccess: onClose },
    );
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('alias.title', { number: version.version })}
      closeButtonProps={{ 'aria-label': t('common:action.close') }}
    >
      <p className={classes.dialogText}>{t('alias.text')}</p>
      <AliasList name={model.name} aliases={version.aliases} />
      <form onSubmit={save}>
        <AliasInput
          label={t('alias.label')}
          value={alias}
          onChange={setAlias}
          aliases={model.aliases}
          version={version.version}
        />
        {set.error && <ErrorState error={set.error} />}
        <Group justify="flex-end" mt="lg" gap="sm">
          <Button onClick={onClose}>{t('common:action.close')}</Button>
          <Button
            type="submit"
            variant="filled"
            disabled={!isAlias(wanted)}
            loading={set.isPending}
          >
            {t('alias.set')}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

function AliasList({ name, aliases }: { name: string; aliases: readonly string[] }) {
  const { t } = useTranslation('models');
  const remove = useRemoveAlias();
  if (aliases.length === 0) return null;
  return (
    <>
      <ul className={classes.aliasList}>
        {aliases.map((alias) => (
          <li key={alias}>
            <AliasBadges aliases={[alias]} />
            <Button
              size="xs"
              loading={remove.isPending && remove.variables.alias === alias}
              aria-label={t('alias.removeName', { alias })}
              onClick={() => {
                remove.mutate({ name, alias });
              }}
            >
              {t('alias.remove')}
            </Button>
          </li>
        ))}
      </ul>
      {remove.error && <ErrorState error={remove.error} />}
    </>
  );
}
