import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '@/i18n/useFormat';
import { Notice } from '../Notices';
import { summaryFacts } from '../summary';
import type { CompareModel } from '../useCompareModel';
import { ParallelPlot } from './ParallelPlot';
import type { PlotPanelProps } from './plotProps';
import { SVG_LINES } from './SvgLines';
import { useMarks } from './useMarks';
import { PARALLEL_SHARE, usePlotHeight } from './usePlotHeight';

/** The parallel coordinates in a height that leaves room for the table. */
export function PlotPanel(props: PlotPanelProps) {
  const { model, best, hovered, actions } = props;
  const { parallel, view, brushed } = model;
  const height = usePlotHeight(PARALLEL_SHARE);
  const [webGl, setWebGl] = useState(true);
  const { marks, valueOf } = useMarks(model, best, hovered);
  return (
    <div>
      {!webGl && <NoWebGl drawn={parallel.drawn.length} />}
      <ParallelPlot
        parallel={parallel}
        brushed={brushed}
        brushes={view.brushes}
        marks={marks}
        height={height}
        activeAxis={actions.activeAxis}
        valueOf={valueOf}
        summary={useSummary(model)}
        webGl={webGl}
        actions={actions.axis}
        onBrush={actions.brush}
        onActiveAxis={actions.setActiveAxis}
        onHover={props.onHover}
        onSelect={actions.pick}
        onOpen={props.onOpen}
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
