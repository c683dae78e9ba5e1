import type { Analysis } from '@/api/types';
import { ConfusionCard, CurveCards } from './ClassCards';
import { FactsRow } from './FactsRow';
import type { ErrorView } from './filter';
import { FilterBar } from './FilterBar';
import { HorizonCard, TimeCard } from './ForecastCards';
import { HeadlineNote } from './HeadlineNote';
import { HistogramCard, QuantileCard, ResidualCard, ScatterCard } from './NumberCards';
import { SegmentCard } from './SegmentCard';
import { useErrorModel, type ErrorModel } from './useErrorModel';
import { WorstCard, WorstClassCard } from './WorstCard';
import classes from './errors.module.css';

interface ErrorsViewProps {
  analysis: Analysis;
  /** What is shown; the address holds it. */
  view: ErrorView;
  onView: (view: ErrorView) => void;
}

/** Where a model is wrong: what the rules found, the charts that show it, the worst rows. */
export function ErrorsView({ analysis, view, onView }: ErrorsViewProps) {
  const model = useErrorModel(analysis, view, onView);
  return (
    <div className={classes.view}>
      <HeadlineNote analysis={analysis} />
      <FactsRow analysis={analysis} model={model} />
      <FilterBar analysis={analysis} model={model} />
      <div className={classes.cards} data-task={analysis.task}>
        <Cards analysis={analysis} model={model} />
      </div>
    </div>
  );
}

function Cards({ analysis, model }: { analysis: Analysis; model: ErrorModel }) {
  const shared = { model };
  if (analysis.task === 'classification') {
    return (
      <>
        <ConfusionCard analysis={analysis} {...shared} />
        <CurveCards analysis={analysis} {...shared} />
        <SegmentCard analysis={analysis} {...shared} />
        <WorstClassCard analysis={analysis} {...shared} />
      </>
    );
  }
  return (
    <>
      <HistogramCard analysis={analysis} {...shared} />
      <ScatterCard analysis={analysis} {...shared} />
      <QuantileCard analysis={analysis} {...shared} />
      <ResidualCard analysis={analysis} {...shared} />
      <SegmentCard analysis={analysis} {...shared} />
      {analysis.task === 'forecasting' && (
        <>
          <TimeCard analysis={analysis} {...shared} />
          <HorizonCard analysis={analysis} {...shared} />
        </>
      )}
      <WorstCard analysis={analysis} {...shared} />
    </>
  );
}
