import { Select } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Analysis, Segment, Segmenting } from '@/api/types';
import { useFormat } from '@/i18n/useFormat';
import shared from '@/components/shared.module.css';
import { Num } from '@/components/ui';
import { ChartCard } from './ChartCard';
import { spotOf } from './figures/events';
import { segmentFigure } from './figures/segments';
import { toggleSegment } from './filter';
import { segmentsOf } from './points';
import { useSegmentText } from './segmentText';
import type { ErrorModel } from './useErrorModel';
import classes from './errors.module.css';

interface SegmentCardProps {
  analysis: Analysis;
  model: ErrorModel;
}

/** Error by the segments of a column of choice; a bar or a row of the table filters the rest. */
export function SegmentCard({ analysis, model }: SegmentCardProps) {
  const { points, view } = model;
  // A link that filters by a segment shows it.
  const by = view.by ?? view.segment?.column;
  const segmenting = points.segmentings.find(({ name }) => name === by) ?? points.segmentings[0];
  if (segmenting === undefined) return null;
  return <Segments analysis={analysis} model={model} segmenting={segmenting} />;
}

function Segments({ analysis, model, segmenting }: SegmentCardProps & { segmenting: Segmenting }) {
  const { t } = useTranslation('errors');
  const format = useFormat();
  const names = useSegmentText();
  const { points, view, look, maskWithout, onView } = model;
  const mask = useMemo(() => maskWithout('segment'), [maskWithout]);
  const segments = useMemo(() => segmentsOf(segmenting, points, mask), [segmenting, points, mask]);
  const labels = useMemo(
    () => segments.map((segment) => names.segment(segmenting.kind, segment)),
    [segments, segmenting.kind, names],
  );
  const rate = analysis.task === 'classification';
  const overall = rate
    ? analysis.accuracy === null
      ? null
      : 1 - analysis.accuracy
    : analysis.residuals.mae;
  const chosen = view.segment?.column === segmenting.name ? view.segment.place : -1;
  const column = names.column(segmenting.name);
  const figure = useMemo(
    () =>
      segmentFigure({
        ...look,
        segments,
        labels,
        chosen,
        overall,
        rate,
        words: { x: column, y: rate ? t('axis.rate') : t('axis.mae'), rows: t('axis.rows') },
      }),
    [look, segments, labels, chosen, overall, rate, column, t],
  );
  const toggle = (place: number) => {
    onView(toggleSegment(view, segmenting.name, place));
  };
  const text = (value: number | null) =>
    value === null ? '—' : rate ? format.percent(value, 1) : format.metric(value, 3);
  const worst = segments.reduce(
    (most, { error }, at) => ((error ?? 0) > (segments[most]?.error ?? 0) ? at : most),
    0,
  );
  return (
    <ChartCard
      title={t('segment.title')}
      note={rate ? t('segment.noteRate') : t('segment.note')}
      figure={figure}
      summary={t('segment.summary', {
        column,
        count: segments.length,
        worst: labels[worst] ?? '',
        error: text(segments[worst]?.error ?? null),
        overall: text(overall),
      })}
      control={
        <Select
          size="xs"
          className={classes.by}
          aria-label={t('segment.by')}
          data={points.segmentings.map(({ name }) => ({ value: name, label: names.column(name) }))}
          value={segmenting.name}
          allowDeselect={false}
          searchable={points.segmentings.length > 12}
          onChange={(by) => {
            onView({ ...view, by });
          }}
        />
      }
      onClick={(event) => {
        const spot = spotOf(event);
        if (spot !== null) toggle(spot.x);
      }}
    >
      <details className={`${shared.fold} ${classes.details}`}>
        <summary>{t('segment.table')}</summary>
        <SegmentTable
          segments={segments}
          labels={labels}
          chosen={chosen}
          text={text}
          rate={rate}
          onToggle={toggle}
        />
      </details>
      {analysis.truncated_columns > 0 && (
        <p className={classes.below}>
          {t('segment.truncated', { count: analysis.truncated_columns })}
        </p>
      )}
    </ChartCard>
  );
}

interface SegmentTableProps {
  segments: readonly Segment[];
  labels: readonly string[];
  chosen: number;
  text: (value: number | null) => string;
  rate: boolean;
  onToggle: (place: number) => void;
}

/** The chart's values, and the way to filter by a segment without a pointer. */
function SegmentTable({ segments, labels, chosen, text, rate, onToggle }: SegmentTableProps) {
  const { t } = useTranslation('errors');
  const format = useFormat();
  return (
    <div className={classes.scroll}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t('segment.one')}</th>
            <th scope="col" data-numeric>
              {t('axis.rows')}
            </th>
            <th scope="col" data-numeric>
              {rate ? t('axis.rate') : t('axis.mae')}
            </th>
            <th scope="col" data-numeric>
              {t('segment.interval')}
            </th>
            {!rate && (
              <th scope="col" data-numeric>
                {t('facts.bias')}
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {segments.map(({ rows, error, error_low, error_high, bias }, place) => (
            <tr key={place} data-chosen={place === chosen || undefined}>
              <th scope="row">
                <button
                  type="button"
                  aria-pressed={place === chosen}
                  onClick={() => {
                    onToggle(place);
                  }}
                >
                  {labels[place]}
                </button>
              </th>
              <td data-numeric>{format.integer(rows)}</td>
              <td data-numeric>{text(error)}</td>
              <td data-numeric>
                {text(error_low)} … {text(error_high)}
              </td>
              {!rate && (
                <td data-numeric>
                  <Num value={bias} digits={3} />
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
