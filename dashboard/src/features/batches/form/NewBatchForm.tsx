import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Dataset, Pipeline } from '@/api/types';
import { Card } from '@/components/ui';
import { AdvancedSection } from './AdvancedSection';
import { ConfigForm } from './ConfigForm';
import { DataSection } from './DataSection';
import { suggestName } from './draft';
import classes from './form.module.css';
import type { BatchDraft } from './initialDraft';
import { PipelineSection } from './PipelineSection';
import { whyNotPruned } from './pruning';
import { SearchSection } from './SearchSection';
import { isSampled } from './strategy';
import { SummaryPanel } from './SummaryPanel';
import { useBatchDraft } from './useBatchDraft';
import { makePlan, useInputErrors, useParameters } from './useBatchPlan';
import { usePreview } from './usePreview';
import { useStart } from './useStart';

interface NewBatchFormProps {
  initial: BatchDraft;
  pipelines: readonly Pipeline[];
  datasets: readonly Dataset[];
}

const joined = (own: string | undefined, fromServer: readonly string[] = []): string =>
  [own, ...fromServer].filter(Boolean).join(' ');

/** The form of a batch: data, pipeline, parameters and what they make. */
export function NewBatchForm({ initial, pipelines, datasets }: NewBatchFormProps) {
  const { t } = useTranslation('batches');
  const root = useRef<HTMLDivElement>(null);
  const [tried, setTried] = useState(false);
  const state = useBatchDraft(initial);
  const { draft, problems, setProblems } = state;
  const pipeline = pipelines.find((one) => one.id === draft.pipelineId);
  const dataset = datasets.find((one) => one.id === draft.datasetId);

  const parameters = useParameters(draft, pipeline, problems.config);
  const inputErrors = useInputErrors(draft, dataset, pipeline);
  const wrong = parameters.wrong + Object.values(inputErrors).filter(Boolean).length;
  const plan = makePlan({ draft, dataset, pipeline, axes: parameters.axes, invalid: wrong > 0 });
  const serverCount = usePreview(plan);
  const names = useMemo(() => new Set(parameters.fields.keys()), [parameters.fields]);
  const { start, pending, failure } = useStart({ parameters: names, onProblems: setProblems });
  const columnNames = useMemo(() => dataset?.columns.map(({ name }) => name) ?? [], [dataset]);

  const onStart = () => {
    setTried(true);
    if (plan.request) start(plan.request);
    else root.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  };

  return (
    <div className={classes.layout} ref={root}>
      <div className={classes.sections}>
        <DataSection
          state={state}
          datasets={datasets}
          dataset={dataset}
          pipelines={pipelines}
          pipeline={pipeline}
          errors={inputErrors}
        />
        <PipelineSection
          state={state}
          pipelines={pipelines}
          pipeline={pipeline}
          dataset={dataset}
        />
        {pipeline && (
          <SearchSection
            values={draft}
            onChange={(part) => {
              state.change(part, ['max_runs', 'strategy']);
            }}
            runsLabel={t('form.search.maxRuns')}
            runsHint={t('form.search.maxRunsHint')}
            notPruned={whyNotPruned(pipeline, draft.config)}
            errors={{
              maxRuns: joined(inputErrors.maxRuns, problems.inputs.max_runs),
              strategy: joined(undefined, [
                ...(problems.inputs.strategy ?? []),
                // A grid has no input for it.
                ...(isSampled(draft.strategy) ? [] : (problems.inputs.max_runs ?? [])),
              ]),
            }}
          />
        )}
        {pipeline && (
          <Card aria-labelledby="form-parameters">
            <h2 id="form-parameters">{t('form.parameters')}</h2>
            <p className={classes.hint}>
              {isSampled(draft.strategy)
                ? t('form.parametersHintSampled')
                : t('form.parametersHint')}
            </p>
            <ConfigForm
              key={pipeline.id}
              schema={parameters.schema}
              config={draft.config}
              onChange={state.changeConfig}
              errors={parameters.errors}
              fields={parameters.fields}
              strategy={draft.strategy}
              sweeps={draft.sweeps}
              resolved={parameters.resolved}
              startSweep={state.startSweep}
              stopSweep={state.stopSweep}
              changeSweep={state.changeSweep}
              columnNames={columnNames}
            />
          </Card>
        )}
        {pipeline && <AdvancedSection state={state} errors={inputErrors} />}
      </div>
      <SummaryPanel
        state={state}
        plan={plan}
        fields={parameters.fields}
        suggestedName={pipeline && dataset ? suggestName(pipeline.id, dataset.name) : ''}
        inputErrors={inputErrors}
        wrongInputs={tried ? wrong : 0}
        serverCount={serverCount}
        pending={pending}
        failure={failure}
        onStart={onStart}
      />
    </div>
  );
}
