import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { buildAxis, type Axis, type Formats } from '../axis';
import { NUMBER_KEY } from '../rows';
import type { Column, Run } from '../types';
import type { CompareModel } from '../useCompareModel';
import { useFormats } from '../useFormats';
import { useAxisBuilder } from '../xy/useAxisBuilder';
import { useXyPlot, type DotShape, type XyAxes, type XyPlot } from '../xy/xyPlot';
import { runHistory, type RunHistory } from './runHistory';

interface HistoryAxes extends XyAxes {
  history: RunHistory;
}

export type HistoryPlot = HistoryAxes & XyPlot;

/** The objective of every run over its number; null without an objective. */
export function useHistory(model: CompareModel, width: number, height: number): HistoryPlot | null {
  const { t } = useTranslation('compare');
  const formats = useFormats();
  const build = useAxisBuilder(model);
  const { runs } = model.parallel.data;
  const objective = model.parallel.ranking?.objective;
  const x = useMemo(() => numberAxis(runs, t('history.run'), formats), [runs, t, formats]);
  const axes = useMemo((): HistoryAxes | null => {
    if (objective === undefined) return null;
    const y = build(objective.column, 'y', objective.direction);
    return { x, y, brushesX: false, history: runHistory(runs, objective) };
  }, [x, runs, objective, build]);
  const always = useMemo(() => axes?.history.steps.map(({ index }) => index), [axes]);
  return useXyPlot(model, axes, { width, height, shapeOf, always });
}

/** A run's number is none of its columns: it has an axis, but can't be brushed. */
function numberAxis(runs: readonly Run[], label: string, formats: Formats): Axis {
  const values = runs.map(({ number }) => number);
  const column: Column = {
    name: NUMBER_KEY, label, role: 'parameter', type: 'number', hint: 'linear', direction: null,
    unit: null, values, reported: values,
  }; // prettier-ignore
  const view = { name: NUMBER_KEY, scale: 'linear' } as const;
  return buildAxis({
    column, runs, direction: null, objective: false, view, listed: null, formats,
  }); // prettier-ignore
}

function shapeOf({ state }: Run): DotShape {
  if (state === 'failed') return 'cross';
  return state === 'cancelled' ? 'dash' : 'dot';
}
