import { Autocomplete, Button, Group, Modal, Textarea } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { experimentQuery } from '@/api/queries/experiments';
import { modelsByName } from '@/api/queries/search';
import type { Experiment } from '@/api/types';
import shared from '@/components/shared.module.css';
import { ErrorState, Facts, Icon, LinkButton, Literal, Skeletons } from '@/components/ui';
import { AliasInput, isAlias } from './AliasInput';
import classes from './models.module.css';
import { MAX_NOTES } from './NotesDialog';
import { isModelName, MAX_NAME } from './modelName';
import { useRegistration } from './useRegistration';

interface RegisterDialogProps {
  runId: string;
  onClose: () => void;
}

/** Keeps the model of a run under a name: says what is kept, and which version came of it. */
export function RegisterDialog({ runId, onClose }: RegisterDialogProps) {
  const { t } = useTranslation(['models', 'common']);
  const run = useQuery(experimentQuery(runId));
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('register.title')}
      // Above the comparison, which fills the screen.
      zIndex={300}
      closeButtonProps={{ 'aria-label': t('common:action.close') }}
    >
      {run.isPending && <Skeletons count={4} />}
      {run.isError && <ErrorState error={run.error} onRetry={() => void run.refetch()} />}
      {run.data &&
        (run.data.model_kept ? (
          <RegisterForm run={run.data} onClose={onClose} />
        ) : (
          <p className={classes.dialogText}>{t('register.notKept')}</p>
        ))}
    </Modal>
  );
}

function RegisterForm({ run, onClose }: { run: Experiment; onClose: () => void }) {
  const { t } = useTranslation(['models', 'common']);
  const [name, setName] = useState('');
  const [notes, setNotes] = useState('');
  const [alias, setAlias] = useState('');
  const registration = useRegistration();
  const [wanted, wantedAlias] = [name.trim(), alias.trim()];
  const existing = useExistingModel(wanted);
  const ready = isModelName(wanted) && (wantedAlias === '' || isAlias(wantedAlias));
  if (registration.made !== null) {
    return <Registered registration={registration} onClose={onClose} />;
  }
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (ready) registration.register({ experiment_id: run.id, name: wanted, notes }, wantedAlias);
  };
  return (
    <form onSubmit={submit} className={classes.form}>
      <RunFacts run={run} />
      <NameInput value={name} onChange={setName} />
      {existing && (
        <p className={classes.hint} role="status">
          {t('register.nextVersion', { name: existing.name, count: existing.version_count })}
        </p>
      )}
      <AliasInput
        label={t('register.alias')}
        value={alias}
        onChange={setAlias}
        aliases={existing?.aliases ?? {}}
        version={null}
      />
      <Textarea
        label={t('register.notes')}
        rows={3}
        resize="vertical"
        maxLength={MAX_NOTES}
        value={notes}
        onChange={(event) => {
          setNotes(event.currentTarget.value);
        }}
      />
      {registration.error !== null && <ErrorState error={registration.error} />}
      <Group justify="flex-end" gap="sm">
        <Button onClick={onClose}>{t('common:action.keep')}</Button>
        <Button type="submit" variant="filled" disabled={!ready} loading={registration.pending}>
          {t('register.action')}
        </Button>
      </Group>
    </form>
  );
}

/** The model of exactly this name, if there is one. */
function useExistingModel(name: string) {
  const { data } = useQuery({
    ...modelsByName(name),
    enabled: isModelName(name),
    placeholderData: keepPreviousData,
  });
  return data?.items.find((model) => model.name === name);
}

function NameInput({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { t } = useTranslation('models');
  const input = useRef<HTMLInputElement>(null);
  // Where the run had to be loaded, the dialog has given the focus to its first button by then.
  useEffect(() => {
    input.current?.focus();
  }, []);
  const [settled] = useDebouncedValue(value.trim(), 150);
  const { data } = useQuery({ ...modelsByName(settled), placeholderData: keepPreviousData });
  const wrong = value.trim() !== '' && !isModelName(value.trim());
  return (
    <Autocomplete
      label={t('register.name')}
      description={t('register.nameHint')}
      inputWrapperOrder={['label', 'input', 'error', 'description']}
      required
      ref={input}
      data-autofocus
      openOnFocus={false}
      maxLength={MAX_NAME}
      value={value}
      onChange={onChange}
      data={data?.items.map((model) => model.name) ?? []}
      error={wrong && t('register.nameWrong')}
      comboboxProps={{ withinPortal: true, zIndex: 400 }}
    />
  );
}

/** What is about to be kept: the run, its data and its settings. */
function RunFacts({ run }: { run: Experiment }) {
  const { t } = useTranslation('models');
  const config = Object.entries(run.config);
  return (
    <Facts
      className={classes.facts}
      rows={[
        [t('register.run'), run.name],
        [t('register.data'), t('predicts', { target: run.target, dataset: run.dataset_name })],
        [
          run.pipeline,
          <details key="config" className={`${shared.fold} ${classes.fold}`}>
            <summary>{t('lineage.config', { count: config.length })}</summary>
            {config.map(([key, value]) => (
              <div key={key}>
                {key} <Literal value={value} />
              </div>
            ))}
          </details>,
        ],
      ]}
    />
  );
}

type Registration = ReturnType<typeof useRegistration>;

/** The version that was made, and its alias or why it has none. */
function Registered({
  registration,
  onClose,
}: {
  registration: Registration;
  onClose: () => void;
}) {
  const { t } = useTranslation(['models', 'common']);
  if (registration.made === null) return null;
  const { model: name, version } = registration.made;
  const { alias } = registration;
  return (
    <div className={classes.form}>
      <p role="status" className={classes.made}>
        <Icon name="check" size={16} />
        <span>
          {t('register.made', { name, number: version })}
          {alias !== null && ` ${t('register.madeAlias', { alias })}`}
        </span>
      </p>
      {registration.aliasError !== null && (
        <ErrorState
          error={registration.aliasError}
          title={t('register.aliasFailed')}
          onRetry={registration.retryAlias}
        />
      )}
      <Group justify="flex-end" gap="sm">
        <Button onClick={onClose}>{t('common:action.close')}</Button>
        <LinkButton
          to="/models/$name"
          params={{ name }}
          search={{ version }}
          variant="filled"
          data-autofocus
        >
          {t('register.open')}
        </LinkButton>
      </Group>
    </div>
  );
}
