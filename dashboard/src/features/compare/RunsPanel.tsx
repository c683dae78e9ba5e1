import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { Batch, JobError } from '@/api/types';
import { BrushChips } from './controls/BrushChips';
import { Controls } from './controls/Controls';
import { NoMatch, Notices } from './Notices';
import type { PlotPanelProps } from './plot/plotProps';
import { RunTable } from './table/RunTable';
import { TabPlot } from './TabPlot';
import type { CompareModel } from './useCompareModel';
import { useReason } from './useReason';
import type { SettledBest } from './useSettledBest';
import { setBrush, showAxes } from './view';

interface RunsPanelProps extends Omit<PlotPanelProps, 'best'> {
  batch: Batch | null;
  errors: ReadonlyMap<string, JobError>;
  /** Runs that have ended. */
  ended: number;
  stale: boolean;
  settled: SettledBest;
  /** The brushes are to be searched in; null where there is nothing to search. */
  onSearchHere: (() => void) | null;
  scroller: RefObject<HTMLDivElement | null>;
}

/** A chart of the runs over the table of the same runs. */
export function RunsPanel(props: RunsPanelProps) {
  const { model, settled, hovered, actions, onHover } = props;
  const { view, parallel, rows } = model;
  const { active, setActive } = actions;
  const reasonOf = useReasonOf(model, props.errors);
  const noMatch = rows.selected === 0 && Object.keys(view.brushes).length > 0;
  return (
    <>
      <Controls
        model={model}
        onView={actions.change}
        onAxes={(names) => {
          actions.set(showAxes(view, parallel.data, names));
        }}
      />
      <BrushChips
        model={model}
        onEdit={actions.ask}
        onSearchHere={props.onSearchHere}
        onRemove={(name) => {
          actions.set(setBrush(view, name, null));
        }}
        onClear={() => {
          actions.change({ brushes: {} });
        }}
      />
      <Notices
        ended={props.ended}
        stale={props.stale}
        waiting={settled.waiting}
        onAccept={() => {
          settled.accept();
          setActive(parallel.ranking?.order[0] ?? null);
        }}
      />
      <TabPlot
        model={model}
        source={props.source}
        live={props.live}
        best={settled.best}
        hovered={hovered ?? active}
        actions={actions}
        onHover={onHover}
        onOpen={props.onOpen}
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
          best={settled.best}
          reasonOf={reasonOf}
          scroller={props.scroller}
          onActive={setActive}
          onHover={onHover}
          onPin={actions.pin}
          onSort={actions.sort}
        />
      )}
    </>
  );
}

/** Why a run has no rank, in a few words; null for a ranked one. */
function useReasonOf(
  { parallel }: CompareModel,
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
