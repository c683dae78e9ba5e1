import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Batch, JobError } from '@/api/types';
import { EmptyState } from '@/components/ui';
import type { BatchComparisonViewProps } from './BatchComparisonView';
import { CompareDialog } from './CompareDialog';
import { CompareHeader } from './CompareHeader';
import { BrushChips } from './controls/BrushChips';
import { Controls } from './controls/Controls';
import { RangeDialog } from './controls/RangeDialog';
import { NoMatch, Notices } from './Notices';
import { PlotPanel } from './plot/PlotPanel';
import { SidePanel } from './side/SidePanel';
import { RunTable } from './table/RunTable';
import type { Comparison } from './types';
import { groupUnfinished } from './unfinished';
import { useCompareActions } from './useCompareActions';
import { useCompareModel } from './useCompareModel';
import { useReason } from './useReason';
import { useSettledBest } from './useSettledBest';
import { setBrush, showAxes } from './view';
import classes from './compare.module.css';

interface WorkbenchProps extends BatchComparisonViewProps {
  batch: Batch;
  data: Comparison;
  errors: ReadonlyMap<string, JobError>;
  /** The last update failed. */
  stale: boolean;
  titleId: string;
}

/** The comparison once its runs are there. */
export function Workbench(props: WorkbenchProps) {
  const { batch, data, errors, onOpenRun, onClose, titleId } = props;
  const { t } = useTranslation('compare');
  const model = useCompareModel(data, props.view, batch);
  const { view, parallel, rows } = model;
  const [hovered, setHovered] = useState<number | null>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const { best, waiting, accept } = useSettledBest(parallel);
  const actions = useCompareActions(model, props.onViewChange);
  const { active, setActive, activeAxis, asked } = actions;
  const groups = useMemo(() => groupUnfinished(parallel, errors), [parallel, errors]);
  const reasonOf = useReasonOf(model, errors);
  const ended = data.runs.filter(({ state }) => state !== 'running' && state !== 'queued').length;
  const openIndex = (index: number | null) => {
    const run = index === null ? undefined : data.runs[index];
    if (run !== undefined) onOpenRun(run.id);
  };
  const noMatch = rows.selected === 0 && Object.keys(view.brushes).length > 0;
  const askedAxis = parallel.axes.find(({ column }) => column.name === asked);
  return (
    <CompareDialog
      titleId={titleId}
      keys={{
        ...actions.keys,
        onClose,
        onOpen: () => {
          openIndex(active);
        },
      }}
    >
      <CompareHeader batch={batch} model={model} titleId={titleId} onClose={onClose} />
      {ended === 0 ? (
        <EmptyState icon="analyze" title={t('states.emptyTitle')}>
          {t('states.emptyText')}
        </EmptyState>
      ) : (
        <div className={classes.body}>
          <div className={classes.main}>
            <Controls
              model={model}
              onView={actions.change}
              onAxes={(names) => {
                actions.set(showAxes(view, data, names));
              }}
            />
            <BrushChips
              model={model}
              onEdit={actions.ask}
              onRemove={(name) => {
                actions.set(setBrush(view, name, null));
              }}
              onClear={() => {
                actions.change({ brushes: {} });
              }}
            />
            <Notices
              ended={ended}
              stale={props.stale}
              waiting={waiting}
              onAccept={() => {
                accept();
                setActive(parallel.ranking?.order[0] ?? null);
              }}
            />
            <PlotPanel
              model={model}
              best={best}
              hovered={hovered ?? active}
              actions={actions}
              onHover={setHovered}
            />
            {noMatch ? (
              <NoMatch
                model={model}
                onBrushes={(brushes) => {
                  actions.change({ brushes });
                }}
              />
            ) : (
              <RunTable
                model={model}
                active={active}
                hovered={hovered}
                best={best}
                reasonOf={reasonOf}
                scroller={scroller}
                onActive={setActive}
                onHover={setHovered}
                onPin={actions.pin}
                onSort={actions.sort}
              />
            )}
          </div>
          <SidePanel model={model} batch={batch} best={best} groups={groups} onOpen={openIndex} />
        </div>
      )}
      {askedAxis !== undefined && (
        <RangeDialog
          axis={askedAxis}
          brush={view.brushes[askedAxis.column.name] ?? null}
          onApply={(brush) => {
            actions.set(setBrush(view, askedAxis.column.name, brush));
          }}
          onClose={() => {
            actions.ask(null);
          }}
        />
      )}
      <span className={classes.hidden} aria-live="polite">
        {activeAxis}
      </span>
    </CompareDialog>
  );
}

/** Why a run has no rank, in a few words; null for a ranked one. */
function useReasonOf(
  { parallel }: ReturnType<typeof useCompareModel>,
  errors: ReadonlyMap<string, JobError>,
): (index: number) => string | null {
  const { t } = useTranslation('compare');
  const reason = useReason();
  return (index) => {
    const run = parallel.data.runs[index];
    if (run === undefined || (parallel.ranking?.ranks[index] ?? null) !== null) return null;
    const error = errors.get(run.id);
    if (run.state === 'failed')
      return error === undefined ? null : `${reason(error)}: ${error.message}`;
    const metric = parallel.ranking?.objective.column.label ?? parallel.data.objective.metric;
    return run.state === 'succeeded' ? t('table.noValue', { metric }) : null;
  };
}
