import { SegmentedControl, Switch, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Card } from '@/components/ui';
import classes from './form.module.css';
import { LEAST_FOLDS, type whyNotPruned } from './pruning';
import { DEFAULT_RUNS, isSampled, STRATEGIES, type Strategy } from './strategy';

/** What a search is besides its space. */
export interface SearchValues {
  strategy: Strategy;
  maxRuns: string;
  pruner: boolean;
}

interface SearchInputsProps {
  values: SearchValues;
  onChange: (part: Partial<SearchValues>) => void;
  /** What the number of runs means here. */
  runsLabel: string;
  runsHint: string;
  /** Why runs can't be given up early; `null` where they can. */
  notPruned: ReturnType<typeof whyNotPruned>;
  errors: { maxRuns: string; strategy: string };
}

/** How settings are chosen, with a line of explanation for each way. */
export function SearchInputs(props: SearchInputsProps) {
  const { t } = useTranslation('batches');
  const { values, onChange, runsLabel, runsHint, notPruned, errors } = props;
  const { strategy, maxRuns, pruner } = values;
  return (
    <>
      <SegmentedControl
        className={classes.strategies}
        aria-label={t('form.search.strategy')}
        value={strategy}
        data={STRATEGIES.map((value) => ({ value, label: t(`strategy.${value}`) }))}
        onChange={(value) => {
          onChange({ strategy: value });
        }}
      />
      <p className={classes.explain}>{t(`form.search.explain.${strategy}`)}</p>
      {errors.strategy && (
        <p className={classes.refusal} role="alert">
          {errors.strategy}
        </p>
      )}
      {isSampled(strategy) && (
        <div className={classes.inputs}>
          <TextInput
            label={runsLabel}
            description={runsHint}
            inputWrapperOrder={['label', 'input', 'error', 'description']}
            inputMode="numeric"
            placeholder={String(DEFAULT_RUNS)}
            value={maxRuns}
            error={errors.maxRuns}
            onChange={(event) => {
              onChange({ maxRuns: event.currentTarget.value });
            }}
          />
          <Switch
            className={classes.pruner}
            label={t('form.search.pruner')}
            description={
              notPruned
                ? t(`form.search.${notPruned}`, { folds: LEAST_FOLDS })
                : t('form.search.prunerHint')
            }
            checked={pruner && notPruned === null}
            disabled={notPruned !== null}
            onChange={(event) => {
              onChange({ pruner: event.currentTarget.checked });
            }}
          />
        </div>
      )}
    </>
  );
}

/** The search's part of the form. */
export function SearchSection(props: SearchInputsProps) {
  const { t } = useTranslation('batches');
  return (
    <Card aria-labelledby="form-search">
      <h2 id="form-search">{t('form.search.title')}</h2>
      <SearchInputs {...props} />
    </Card>
  );
}
