import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '@/components/ui';
import type { CompareModel } from '../useCompareModel';
import type { ConfigDiff, MetricRow, SettingRow } from './configDiff';
import { DiffHead, type DiffHeadProps } from './DiffHead';
import classes from './diff.module.css';

interface DiffTableProps extends DiffHeadProps {
  diff: ConfigDiff;
}

/** Differing settings, those that are the same folded away, then metrics. */
export function DiffTable({ diff, ...head }: DiffTableProps) {
  const { model, indexes, base } = head;
  const { t } = useTranslation('compare');
  const [unfolded, setUnfolded] = useState(false);
  const width = indexes.length + 1;
  return (
    <div className={classes.scroll}>
      <table className={classes.table} aria-label={t('diff.label')}>
        <DiffHead {...head} />
        <tbody>
          <Section width={width} title={t('diff.parameters', { count: diff.differing.length })} />
          {diff.differing.map((row) => (
            <Setting key={row.label} row={row} base={base} />
          ))}
          {diff.same.length > 0 && (
            <tr className={classes.fold}>
              <td colSpan={width}>
                <button
                  type="button"
                  aria-expanded={unfolded}
                  onClick={() => {
                    setUnfolded(!unfolded);
                  }}
                >
                  <Icon name={unfolded ? 'caret' : 'right'} size={13} />
                  {t('diff.same', { count: diff.same.length })}
                </button>
              </td>
            </tr>
          )}
          {unfolded && diff.same.map((row) => <Setting key={row.label} row={row} base={base} />)}
        </tbody>
        <tbody>
          <Section width={width} title={t('diff.metrics')} />
          {diff.metrics.map((row) => (
            <Metric key={row.column.name} row={row} base={base} model={model} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Section({ width, title }: { width: number; title: string }) {
  return (
    <tr className={classes.section}>
      <th scope="rowgroup" colSpan={width}>
        <span>{title}</span>
      </th>
    </tr>
  );
}

function Setting({ row, base }: { row: SettingRow; base: number }) {
  const { t } = useTranslation('compare');
  const { label, values, exact, differs } = row;
  return (
    <tr data-setting={label}>
      <th scope="row" title={label}>
        {label}
      </th>
      {values.map((value, place) => (
        <td
          // The columns are runs, whose order is fixed within a row.
          key={place}
          className={classes.mono}
          title={exact[place]}
          data-changed={differs && exact[place] !== exact[base]}
        >
          {value ?? <span className={classes.missing}>{t('diff.lacks')}</span>}
        </td>
      ))}
    </tr>
  );
}

function Metric({ row, base, model }: { row: MetricRow; base: number; model: CompareModel }) {
  const { t } = useTranslation('compare');
  const { column, direction, values, deltas, better, best } = row;
  return (
    <tr data-metric={column.name}>
      <th scope="row" title={direction === null ? undefined : t(`direction.${direction}`)}>
        {column.label} {direction !== null && (direction === 'minimize' ? '↓' : '↑')}
      </th>
      {values.map((value, place) => {
        const delta = deltas[place] ?? null;
        return (
          <td key={place} data-best={best[place]}>
            {value === null ? '—' : model.metricText(column, value)}
            {best[place] && <Icon name="star" size={11} label={t('diff.best')} />}
            {place !== base && delta !== null && (
              <Delta better={better[place] ?? null} text={model.deltaText(column, delta)} />
            )}
          </td>
        );
      })}
    </tr>
  );
}

/** A difference from the base with what it means in a word, not in colour alone. */
function Delta({ better, text }: { better: boolean | null; text: string }) {
  const { t } = useTranslation('compare');
  const word = better === null ? null : better ? t('diff.better') : t('diff.worse');
  return (
    <span className={classes.delta} data-better={better ?? undefined}>
      {text} {word}
    </span>
  );
}
