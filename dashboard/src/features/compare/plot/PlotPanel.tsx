import { useViewportSize } from '@mantine/hooks';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '@/i18n/useFormat';
import { Notice } from '../Notices';
import { summaryFacts } from '../summary';
import type { CompareActions } from '../useCompareActions';
import type { CompareModel } from '../useCompareModel';
import { hasWebGl } from '@/charts/webgl';
import { ParallelPlot } from './ParallelPlot';
import { SVG_LINES } from './SvgLines';

interface PlotPanelProps {
  model: CompareModel;
  best: number | null;
  hovered: number | null;
  actions: CompareActions;
  onHover: (index: number | null) => void;
}

const SHARE = 0.36;
const LOWEST = 290;
const HIGHEST = 460;

/** The plot in a height that leaves room for the table. */
export function PlotPanel({ model, best, hovered, actions, onHover }: PlotPanelProps) {
  const { parallel, view, brushed } = model;
  const { height } = useViewportSize();
  const [webGl, setWebGl] = useState(hasWebGl);
  const marks = useMemo(() => {
    const pinned = view.pinned.map((number) =>
      parallel.data.runs.findIndex((run) => run.number === number),
    );
    return { best, hovered, pinned: pinned.filter((index) => index >= 0) };
  }, [parallel, view.pinned, best, hovered]);
  const valueOf = (index: number) => {
    const value = parallel.ranking?.objective.column.values[index] ?? null;
    return typeof value === 'number' ? model.objectiveText(value) : '—';
  };
  return (
    <div>
      {!webGl && <NoWebGl drawn={parallel.drawn.length} />}
      <ParallelPlot
        parallel={parallel}
        brushed={brushed}
        brushes={view.brushes}
        marks={marks}
        height={Math.round(Math.min(HIGHEST, Math.max(LOWEST, height * SHARE)))}
        activeAxis={actions.activeAxis}
        valueOf={valueOf}
        summary={useSummary(model)}
        webGl={webGl}
        actions={actions.axis}
        onBrush={actions.brush}
        onActiveAxis={actions.setActiveAxis}
        onHover={onHover}
        onSelect={actions.setActive}
        onFallback={() => {
          setWebGl(false);
        }}
      />
    </div>
  );
}

function NoWebGl({ drawn }: { drawn: number }) {
  const { t } = useTranslation('compare');
  const format = useFormat();
  const [shown, total] = [format.integer(SVG_LINES), format.integer(drawn)];
  return (
    <Notice tone="warn">
      {drawn > SVG_LINES ? t('plot.noWebGl', { shown, total }) : t('plot.noWebGlAll')}
    </Notice>
  );
}

/** The plot in words. */
function useSummary({ parallel, rows, objectiveText }: CompareModel): string {
  const { t } = useTranslation('compare');
  const { best, median, ranked, unranked } = summaryFacts(parallel);
  const objective = parallel.ranking?.objective;
  const bestText =
    best === null || median === null
      ? ''
      : t('plot.summaryBest', {
          number: best.number,
          value: objectiveText(best.value),
          median: objectiveText(median),
        });
  return t('plot.summary', {
    axes: parallel.axes.length,
    metric: objective?.column.label ?? '',
    direction: t(`direction.${objective?.direction ?? 'minimize'}`),
    best: bestText,
    ranked,
    unranked,
    selected: rows.selected,
    total: rows.total,
  });
}
