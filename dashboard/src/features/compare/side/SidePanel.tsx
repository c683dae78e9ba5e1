import type { Batch } from '@/api/types';
import type { UnfinishedGroup } from '../unfinished';
import type { CompareModel } from '../useCompareModel';
import { BestRun } from './BestRun';
import { Importance } from './Importance';
import { Unfinished } from './Unfinished';
import classes from './side.module.css';

interface SidePanelProps {
  model: CompareModel;
  batch: Batch | null;
  best: number | null;
  groups: readonly UnfinishedGroup[];
  onOpen: (index: number) => void;
  onRegister?: (index: number) => void;
}

/** What the comparison says in words: the best run, what mattered, and what went wrong. */
export function SidePanel({ model, batch, best, groups, onOpen, onRegister }: SidePanelProps) {
  const { importance, importanceRuns, objective } = model.parallel.data;
  const metric =
    model.parallel.ranking?.objective.column.label ?? model.parallel.data.objective.metric;
  return (
    <aside className={classes.panel}>
      <BestRun model={model} best={best} onOpen={onOpen} onRegister={onRegister} />
      {importance !== null && importance.length > 0 && (
        // It is of the batch's own objective, whatever the runs are ranked by here.
        <Importance importance={importance} runs={importanceRuns} metric={objective.metric} />
      )}
      <Unfinished batch={batch} groups={groups} metric={metric} model={model} />
    </aside>
  );
}
