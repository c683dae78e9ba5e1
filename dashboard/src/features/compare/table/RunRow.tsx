import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { EarlyBadge, Icon, StateBadge } from '@/components/ui';
import { formatLiteral } from '@/i18n/format';
import { shortLiteral } from '../cells';
import type { Cell, Column } from '../types';
import type { CompareModel } from '../useCompareModel';
import { ROW_HEIGHT, rowId } from './RunTable';
import classes from './table.module.css';

interface RunRowProps {
  model: CompareModel;
  columns: readonly Column[];
  index: number;
  place: number;
  isActive: boolean;
  isHovered: boolean;
  isBest: boolean;
  reason: string | null;
  onActive: (index: number) => void;
  onHover: (index: number | null) => void;
  onPin: (index: number) => void;
}

export const RunRow = memo(function RunRow(props: RunRowProps) {
  const { model, columns, index, place, isActive, isHovered, isBest, reason } = props;
  const { parallel } = model;
  const run = parallel.data.runs[index];
  const rank = parallel.ranking?.ranks[index] ?? null;
  if (run === undefined) return null;
  return (
    <tr
      id={rowId(index)}
      className={classes.row}
      style={{ height: ROW_HEIGHT }}
      aria-rowindex={place + 2}
      aria-selected={isActive}
      data-run={run.number}
      data-best={isBest}
      data-hovered={isHovered}
      data-unranked={rank === null}
      onPointerEnter={() => {
        props.onHover(index);
      }}
      onPointerLeave={() => {
        props.onHover(null);
      }}
      onClick={() => {
        props.onActive(index);
      }}
    >
      <PinCell {...props} number={run.number} />
      <td className={classes.number}>{rank ?? '—'}</td>
      <td className={classes.run}>
        <Link to="/experiments/$id" params={{ id: run.id }} tabIndex={-1}>
          #{run.number}
        </Link>
        {isBest && <BestStar />}
        {run.origin !== undefined && (
          <span className={classes.reason} title={run.origin}>
            {run.origin}
          </span>
        )}
      </td>
      <td className={classes.state}>
        <StateBadge state={run.state} variant="plain" />
        {run.stopReason !== null && <EarlyBadge reason={run.stopReason} />}
        {reason !== null && (
          <span className={classes.reason} title={reason}>
            {reason}
          </span>
        )}
      </td>
      <ObjectiveCells model={model} index={index} rank={rank} />
      {columns.map((column) => (
        <ValueCell key={column.name} model={model} column={column} index={index} />
      ))}
    </tr>
  );
});

function PinCell({ model, index, number, onPin }: RunRowProps & { number: number }) {
  const { t } = useTranslation('compare');
  return (
    <td className={classes.pin}>
      <input
        type="checkbox"
        tabIndex={-1}
        checked={model.view.pinned.includes(number)}
        aria-label={t('table.pinRun', { number })}
        onChange={() => {
          onPin(index);
        }}
        onClick={(event) => {
          event.stopPropagation();
        }}
      />
    </td>
  );
}

function BestStar() {
  const { t } = useTranslation('compare');
  return <Icon name="star" size={12} className={classes.star} label={t('best.mark')} />;
}

/** The objective and the distance from the best; the interim value of a running run has a star. */
function ObjectiveCells({
  model,
  index,
  rank,
}: {
  model: CompareModel;
  index: number;
  rank: number | null;
}) {
  const { t } = useTranslation('compare');
  const { ranking } = model.parallel;
  const value = ranking?.objective.column.reported[index] ?? null;
  const best = ranking?.objective.column.values[ranking.order[0] ?? -1] ?? null;
  if (typeof value !== 'number') {
    return (
      <>
        <td className={classes.number}>—</td>
        <td />
      </>
    );
  }
  const text = model.objectiveText(value);
  return (
    <>
      <td
        className={classes.number}
        data-objective
        title={rank === null ? t('table.interim') : String(value)}
      >
        {rank === null ? `${text}*` : text}
      </td>
      <td className={classes.number} data-muted>
        {rank !== null &&
          rank > 1 &&
          typeof best === 'number' &&
          model.objectiveText(value - best, true)}
      </td>
    </>
  );
}

function ValueCell({
  model,
  column,
  index,
}: {
  model: CompareModel;
  column: Column;
  index: number;
}) {
  const value: Cell = column.reported[index] ?? null;
  const metric = column.role === 'metric';
  const className = [
    metric ? '' : classes.mono,
    column.type === 'number' ? classes.number : '',
  ].join(' ');
  if (value === null)
    return (
      <td className={className} data-muted>
        —
      </td>
    );
  return (
    <td className={className} title={formatLiteral(value)}>
      {metric && typeof value === 'number' ? model.metricText(column, value) : shortLiteral(value)}
    </td>
  );
}
