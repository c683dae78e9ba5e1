import { Button } from '@mantine/core';
import { Trans, useTranslation } from 'react-i18next';
import { Icon } from '@/components/ui';
import { useFormat } from '@/i18n/useFormat';
import { brushLabel } from '../brushLabel';
import type { Brush, Column } from '../types';
import type { CompareModel } from '../useCompareModel';
import { useFormats, valueText } from '../useFormats';
import classes from './controls.module.css';

interface BrushChipsProps {
  model: CompareModel;
  onRemove: (name: string) => void;
  onClear: () => void;
  /** Opens the range dialog of an axis. */
  onEdit: (name: string) => void;
  /** Null where no parameter is brushed. */
  onSearchHere: (() => void) | null;
}

/** The filters as chips that can be changed and removed, and how many runs they leave. */
export function BrushChips(props: BrushChipsProps) {
  const { model, onRemove, onClear, onEdit, onSearchHere } = props;
  const { t } = useTranslation('compare');
  const { data, axes } = model.parallel;
  const brushes = Object.entries(model.view.brushes);
  return (
    <div className={classes.filters} role="group" aria-label={t('filters.label')}>
      {brushes.map(([name, brush]) => {
        const column = data.columns.find((candidate) => candidate.name === name);
        if (column === undefined) return null;
        const hidden = !axes.some((axis) => axis.column === column);
        return (
          <Chip
            key={name}
            column={column}
            brush={brush}
            hidden={hidden}
            onEdit={() => {
              onEdit(name);
            }}
            onRemove={() => {
              onRemove(name);
            }}
          />
        );
      })}
      {brushes.length > 0 && (
        <Button size="xs" variant="subtle" color="gray" onClick={onClear}>
          {t('filters.clear')}
        </Button>
      )}
      {onSearchHere !== null && (
        <Button
          size="xs"
          variant="light"
          title={t('filters.searchHereHint')}
          leftSection={<Icon name="search" size={13} />}
          onClick={onSearchHere}
        >
          {t('filters.searchHere')}
        </Button>
      )}
      <SelectionCount model={model} />
    </div>
  );
}

interface ChipProps {
  column: Column;
  brush: Brush;
  hidden: boolean;
  onEdit: () => void;
  onRemove: () => void;
}

function Chip({ column, brush, hidden, onEdit, onRemove }: ChipProps) {
  const { t } = useTranslation('compare');
  const formats = useFormats();
  const name = column.label;
  const label = brushLabel(brush, column, (value) => valueText(formats, column, value));
  const range = !brush.none
    ? label
    : label === ''
      ? t('noValue')
      : t('filters.orNone', { text: label });
  return (
    <span className={classes.chip} data-brush={column.name}>
      <button type="button" className={classes.chipText} onClick={onEdit} title={range}>
        {name}{' '}
        <span className={column.role === 'parameter' ? classes.mono : undefined}>{range}</span>
        {hidden && <em> · {t('filters.hidden')}</em>}
      </button>
      <button
        type="button"
        className={classes.chipRemove}
        aria-label={t('filters.remove', { name })}
        onClick={onRemove}
      >
        <Icon name="x" size={12} />
      </button>
    </span>
  );
}

/** "20 of 160 selected", and everything the plot leaves out, announced when it changes. */
function SelectionCount({ model }: { model: CompareModel }) {
  const { t } = useTranslation('compare');
  const format = useFormat();
  const { parallel, rows, view } = model;
  const { left, ranking } = parallel;
  const unranked = ranking?.unranked.length ?? 0;
  const notes = [
    unranked > 0 &&
      t('filters.unranked', { count: unranked, metric: ranking?.objective.column.label ?? '' }),
    left.show > 0 && view.show !== 'all' && t(`filters.${view.show}`, { count: left.show }),
    left.hiddenBrush > 0 && t('filters.notDrawn', { count: left.hiddenBrush }),
    left.sampled > 0 &&
      t('filters.sampled', {
        drawn: format.integer(parallel.drawn.length),
        total: format.integer(parallel.drawn.length + left.sampled),
      }),
  ].filter((note) => note !== false);
  return (
    <p
      className={classes.count}
      aria-live="polite"
      data-testid="selection-count"
      data-selected={rows.selected}
      data-total={rows.total}
    >
      <span>
        <Trans
          t={t}
          i18nKey="filters.selected"
          values={{ selected: format.integer(rows.selected), total: format.integer(rows.total) }}
          components={{ b: <b /> }}
        />
      </span>
      {notes.map((note) => (
        <span key={note}> · {note}</span>
      ))}
    </p>
  );
}
