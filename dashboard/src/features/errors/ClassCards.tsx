import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClassificationAnalysis } from '@/api/types';
import { useFormat } from '@/i18n/useFormat';
import shared from '@/components/shared.module.css';
import { ChartCard } from './ChartCard';
import { confusionFigure, confusionOf, mistakes, unitFigure } from './figures/classes';
import { spotOf } from './figures/events';
import { toggleCell } from './filter';
import type { ErrorModel } from './useErrorModel';
import classes from './errors.module.css';

interface ClassCardProps {
  analysis: ClassificationAnalysis;
  model: ErrorModel;
}

/** Which class is taken for which; a cell filters the rest. */
export function ConfusionCard({ analysis, model }: ClassCardProps) {
  const { t } = useTranslation('errors');
  const { points, view, look, maskWithout, onView } = model;
  const mask = useMemo(() => maskWithout('cell'), [maskWithout]);
  const counts = useMemo(
    () =>
      mask === null || points.classes === null
        ? analysis.confusion
        : confusionOf(analysis.classes.length, points.classes, mask),
    [analysis, points, mask],
  );
  const figure = useMemo(
    () =>
      confusionFigure({
        ...look,
        classes: analysis.classes,
        counts,
        cell: view.cell,
        words: { x: t('axis.predicted'), y: t('axis.actual') },
      }),
    [look, analysis.classes, counts, view.cell, t],
  );
  const worst = mistakes(analysis, counts);
  const [first] = worst;
  return (
    <ChartCard
      title={t('confusion.title')}
      note={t('confusion.note')}
      figure={figure}
      summary={
        first === undefined
          ? t('confusion.none')
          : t('confusion.summary', {
              actual: analysis.classes[first.actual] ?? '',
              predicted: analysis.classes[first.predicted] ?? '',
              count: first.rows,
            })
      }
      onClick={(event) => {
        const spot = spotOf(event);
        if (spot !== null && spot.y !== null) onView(toggleCell(view, spot.y, spot.x));
      }}
    >
      <details className={`${shared.fold} ${classes.details}`}>
        <summary>{t('confusion.table')}</summary>
        <ConfusionTable analysis={analysis} counts={counts} model={model} />
      </details>
    </ChartCard>
  );
}

/** The matrix as buttons. */
function ConfusionTable({
  analysis,
  counts,
  model: { view, onView },
}: ClassCardProps & { counts: readonly (readonly number[])[] }) {
  const { t } = useTranslation('errors');
  const format = useFormat();
  return (
    <div className={classes.scroll}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t('confusion.corner')}</th>
            {analysis.classes.map((name) => (
              <th key={name} scope="col" data-numeric>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {counts.map((row, actual) => (
            <tr key={actual}>
              <th scope="row">{analysis.classes[actual]}</th>
              {row.map((count, predicted) => (
                <td key={predicted} data-numeric>
                  <button
                    type="button"
                    aria-pressed={view.cell?.actual === actual && view.cell.predicted === predicted}
                    aria-label={t('confusion.cell', {
                      actual: analysis.classes[actual] ?? '',
                      predicted: analysis.classes[predicted] ?? '',
                      count,
                    })}
                    onClick={() => {
                      onView(toggleCell(view, actual, predicted));
                    }}
                  >
                    {format.integer(count)}
                  </button>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** ROC, precision and recall, calibration: always of all rows, as they need every probability. */
export function CurveCards({ analysis, model }: ClassCardProps) {
  const { t } = useTranslation('errors');
  const format = useFormat();
  const { look, mask } = model;
  const { roc, precision_recall, calibration } = analysis;
  const figures = useMemo(
    () => ({
      roc: unitFigure({
        ...look,
        curves: roc.map(({ class: name, false_positive_rate: x, true_positive_rate: y }) => {
          return { name, x, y };
        }),
        diagonal: true,
        words: { x: t('roc.x'), y: t('roc.y') },
      }),
      recall: unitFigure({
        ...look,
        curves: precision_recall.map(({ class: name, recall, precision }) => {
          return { name, x: recall, y: precision };
        }),
        diagonal: false,
        words: { x: t('recall.x'), y: t('recall.y') },
      }),
      calibration: unitFigure({
        ...look,
        curves: calibration.map(({ class: name, predicted, observed, rows }) => {
          return { name, x: predicted, y: observed, rows };
        }),
        diagonal: true,
        words: { x: t('calibration.x'), y: t('calibration.y') },
      }),
    }),
    [look, roc, precision_recall, calibration, t],
  );
  if (roc.length === 0) return null;
  const note = (text: string) => (mask === null ? text : t('allRows'));
  const list = (values: readonly { class: string; value: number | null }[]) =>
    values
      .map(({ class: name, value }) => `${name} ${value === null ? '—' : format.metric(value, 3)}`)
      .join(', ');
  const areas = list(roc.map((curve) => ({ class: curve.class, value: curve.auc })));
  const precisions = list(
    precision_recall.map((curve) => ({ class: curve.class, value: curve.average_precision })),
  );
  return (
    <>
      <ChartCard
        title={t('roc.title')}
        note={note(t('roc.note', { areas }))}
        figure={figures.roc}
        summary={t('roc.summary', { areas })}
      />
      <ChartCard
        title={t('recall.title')}
        note={note(t('recall.note', { precisions }))}
        figure={figures.recall}
        summary={t('recall.summary', { precisions })}
      />
      <ChartCard
        title={t('calibration.title')}
        note={note(t('calibration.note'))}
        figure={figures.calibration}
        summary={t('calibration.summary', { count: calibration.length })}
      />
    </>
  );
}
