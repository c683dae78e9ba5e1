import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Analysis } from '@/api/types';
import { Icon } from '@/components/ui';
import { useFormat } from '@/i18n/useFormat';
import { NO_FILTER, type ErrorView, type Range } from './filter';
import { useSegmentText } from './segmentText';
import type { ErrorModel } from './useErrorModel';
import classes from './errors.module.css';

interface Chip {
  key: keyof typeof NO_FILTER;
  text: string;
}

/** What the page is filtered by, how many rows are left, and the way back. */
export function FilterBar({ analysis, model }: { analysis: Analysis; model: ErrorModel }) {
  const { t } = useTranslation('errors');
  const format = useFormat();
  const chips = useChips(analysis, model);
  const { mask, view, onView } = model;
  const selected = mask === null ? model.points.count : mask.filter(Boolean).length;
  const count = {
    count: selected,
    selected: format.integer(selected),
    total: format.integer(analysis.point_count),
    all: format.integer(analysis.row_count),
  };
  const text = analysis.sampled ? t('filter.sample', count) : t('filter.rows', count);
  return (
    <div className={classes.filter} data-on={mask !== null || undefined}>
      <span
        role="status"
        data-testid="filter-count"
        data-selected={selected}
        data-total={analysis.point_count}
      >
        {mask !== null && text}
      </span>
      {chips.map((chip) => (
        <button
          key={chip.key}
          type="button"
          className={classes.chip}
          aria-label={t('filter.remove', { name: chip.text })}
          onClick={() => {
            onView({ ...view, [chip.key]: null });
          }}
        >
          {chip.text} <Icon name="x" size={11} />
        </button>
      ))}
      {mask !== null && (
        <Button
          size="compact-xs"
          variant="subtle"
          onClick={() => {
            onView({ ...view, ...NO_FILTER } satisfies ErrorView);
          }}
        >
          {t('filter.clear')}
        </Button>
      )}
    </div>
  );
}

function useChips(analysis: Analysis, { view, points }: ErrorModel): Chip[] {
  const { t } = useTranslation('errors');
  const format = useFormat();
  const names = useSegmentText();
  const chips: Chip[] = [];
  const segmenting = points.segmentings.find(({ name }) => name === view.segment?.column);
  const segment = segmenting?.segments[view.segment?.place ?? -1];
  if (segmenting !== undefined && segment !== undefined) {
    const text = `${names.column(segmenting.name)}: ${names.segment(segmenting.kind, segment)}`;
    chips.push({ key: 'segment', text });
  }
  const range = (key: Chip['key'], name: string, { low, high }: Range) => {
    const end = (value: number | null) => (value === null ? '' : format.metric(value, 4));
    chips.push({ key, text: `${name}: ${end(low)} … ${end(high)}` });
  };
  if (view.residual !== null) range('residual', t('axis.residual'), view.residual);
  if (view.actual !== null) range('actual', t('axis.actual'), view.actual);
  if (view.predicted !== null) range('predicted', t('axis.predicted'), view.predicted);
  if (view.lasso !== null) {
    const where = view.lasso.plane === 'actual' ? t('scatter.title') : t('residual.title');
    chips.push({ key: 'lasso', text: t('filter.lasso', { name: where }) });
  }
  if (view.cell !== null && analysis.task === 'classification') {
    const { actual, predicted } = view.cell;
    const [truth, guess] = [analysis.classes[actual] ?? '', analysis.classes[predicted] ?? ''];
    chips.push({ key: 'cell', text: t('filter.cell', { actual: truth, predicted: guess }) });
  }
  return chips;
}
