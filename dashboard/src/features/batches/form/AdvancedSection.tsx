import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Card } from '@/components/ui';
import { useFormat } from '@/i18n/useFormat';
import classes from './form.module.css';
import { readMegabytes, readSeconds } from './inputs';
import type { BatchDraftState } from './useBatchDraft';
import type { InputErrors } from './useBatchPlan';

interface AdvancedSectionProps {
  state: BatchDraftState;
  errors: InputErrors;
}

/** What one run may use and how many run together; folded away, as the defaults do for most. */
export function AdvancedSection({ state, errors }: AdvancedSectionProps) {
  const { t } = useTranslation('batches');
  const format = useFormat();
  const { draft, problems, change } = state;
  const seconds = readSeconds(draft.seconds);
  const memory = readMegabytes(draft.memory);
  const rows = [
    { key: 'parallelism', read: null },
    { key: 'seconds', read: typeof seconds === 'number' ? format.duration(seconds) : null },
    {
      key: 'memory',
      read: typeof memory === 'number' ? `${format.integer(memory)} MB` : null,
    },
  ] as const;
  const wrong = rows.some(({ key }) => errors[key] ?? problems.inputs[key]);
  const given = rows.some(({ key }) => draft[key] !== '');
  return (
    <Card>
      <details className={classes.advanced} open={wrong || given || undefined}>
        <summary>{t('form.advanced.title')}</summary>
        <div className={classes.inputs}>
          {rows.map(({ key, read }) => (
            <TextInput
              key={key}
              label={t(`form.advanced.${key}`)}
              description={[read && `= ${read}.`, t(`form.advanced.${key}Hint`)]
                .filter(Boolean)
                .join(' ')}
              inputWrapperOrder={['label', 'input', 'error', 'description']}
              placeholder={t('form.advanced.noLimit')}
              value={draft[key]}
              error={[errors[key], ...(problems.inputs[key] ?? [])].filter(Boolean).join(' ')}
              onChange={(event) => {
                change({ [key]: event.currentTarget.value }, [key]);
              }}
            />
          ))}
        </div>
      </details>
    </Card>
  );
}
