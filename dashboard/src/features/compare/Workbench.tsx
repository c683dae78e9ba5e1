import { lazy, Suspense, useId, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Batch, JobError } from '@/api/types';
import { EmptyState, Skeletons } from '@/components/ui';
import type { BatchComparisonViewProps } from './BatchComparisonView';
import { CompareDialog } from './CompareDialog';
import { CompareHeader } from './CompareHeader';
import { AxisRangeDialog } from './controls/AxisRangeDialog';
import { RunsPanel } from './RunsPanel';
import { searchHere, type SearchStart } from './searchHere';
import { SidePanel } from './side/SidePanel';
import { TabBar, tabId } from './TabBar';
import type { Comparison } from './types';
import { groupUnfinished } from './unfinished';
import { useCompareActions } from './useCompareActions';
import { useCompareModel } from './useCompareModel';
import { useSettledBest } from './useSettledBest';
import classes from './compare.module.css';

const ErrorsPanel = lazy(async () => ({
  default: (await import('./errors/ErrorsPanel')).ErrorsPanel,
}));
const DiffPanel = lazy(async () => ({ default: (await import('./diff/DiffPanel')).DiffPanel }));

interface WorkbenchProps extends BatchComparisonViewProps {
  /** Null for runs picked from several batches. */
  batch: Batch | null;
  name: string;
  data: Comparison;
  errors: ReadonlyMap<string, JobError>;
  /** The last update failed. */
  stale: boolean;
  titleId: string;
}

/** The comparison once its runs are there. */
export function Workbench(props: WorkbenchProps) {
  const { batch, name, data, errors, onOpenRun, onClose, extend, titleId } = props;
  const { t } = useTranslation('compare');
  const model = useCompareModel(data, props.view, batch);
  const { view, parallel } = model;
  const [hovered, setHovered] = useState<number | null>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const settled = useSettledBest(parallel);
  const actions = useCompareActions(model, props.onViewChange);
  const groups = useMemo(() => groupUnfinished(parallel, errors), [parallel, errors]);
  const panelId = useId();
  const here =
    batch === null || extend === undefined ? null : searchHere(batch, data, view.brushes);
  const [start, setStart] = useState<SearchStart | null>(null);
  const ended = data.runs.filter(({ state }) => state !== 'running' && state !== 'queued').length;
  const openIndex = (index: number | null) => {
    const run = index === null ? undefined : data.runs[index];
    if (run !== undefined) onOpenRun(run.id);
  };
  const [registering, setRegistering] = useState<string | null>(null);
  const register =
    props.register &&
    ((index: number) => {
      setRegistering(data.runs[index]?.id ?? null);
    });
  const keys = {
    ...actions.keys,
    onClose,
    onOpen: () => {
      openIndex(actions.active);
    },
    onRegister: () => {
      const index = actions.active ?? settled.best;
      if (index !== null) register?.(index);
    },
  };
  return (
    <CompareDialog titleId={titleId} keys={keys}>
      <div className={classes.top}>
        <CompareHeader
          batch={batch}
          name={name}
          model={model}
          titleId={titleId}
          onClose={onClose}
        />
        <TabBar
          tab={view.tab}
          panelId={panelId}
          onTab={(tab) => {
            actions.change({ tab });
          }}
        />
      </div>
      {ended === 0 ? (
        <EmptyState icon="analyze" title={t('states.emptyTitle')}>
          {t('states.emptyText')}
        </EmptyState>
      ) : (
        <div className={classes.body}>
          <div
            id={panelId}
            className={classes.main}
            role="tabpanel"
            aria-labelledby={tabId(view.tab)}
          >
            {view.tab === 'diff' ? (
              <Suspense fallback={<Skeletons count={8} height={29} />}>
                <DiffPanel
                  model={model}
                  best={settled.best}
                  onPin={actions.pin}
                  onOpen={openIndex}
                />
              </Suspense>
            ) : view.tab === 'errors' ? (
              <Suspense fallback={<Skeletons count={4} height={110} />}>
                <ErrorsPanel model={model} onOpen={openIndex} />
              </Suspense>
            ) : (
              <RunsPanel
                model={model}
                source={props.source}
                batch={batch}
                live={isLive(batch, data)}
                errors={errors}
                ended={ended}
                stale={props.stale}
                settled={settled}
                onSearchHere={
                  here === null
                    ? null
                    : () => {
                        setStart(here);
                      }
                }
                hovered={hovered}
                scroller={scroller}
                actions={actions}
                onHover={setHovered}
                onOpen={openIndex}
              />
            )}
          </div>
          <SidePanel
            model={model}
            batch={batch}
            best={settled.best}
            groups={groups}
            onOpen={openIndex}
            onRegister={register}
          />
        </div>
      )}
      <AxisRangeDialog model={model} actions={actions} />
      {batch !== null &&
        start !== null &&
        extend?.({
          batch,
          start,
          onClose: () => {
            setStart(null);
          },
        })}
      {registering !== null &&
        props.register?.({
          runId: registering,
          onClose: () => {
            setRegistering(null);
          },
        })}
      <span className={classes.hidden} aria-live="polite">
        {actions.activeAxis}
      </span>
    </CompareDialog>
  );
}

/** Whether runs are still coming in. */
function isLive(batch: Batch | null, data: Comparison): boolean {
  if (batch !== null) return batch.counts.queued + batch.counts.running > 0;
  return data.runs.some(({ state }) => state === 'running' || state === 'queued');
}
