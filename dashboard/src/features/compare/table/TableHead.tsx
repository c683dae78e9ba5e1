import { useTranslation } from 'react-i18next';
import { Icon } from '@/components/ui';
import { NUMBER_KEY, RANK_KEY } from '../rows';
import type { Column } from '../types';
import type { CompareModel } from '../useCompareModel';
import classes from './table.module.css';

interface TableHeadProps {
  model: CompareModel;
  columns: readonly Column[];
  onSort: (key: string) => void;
}

export function TableHead({ model, columns, onSort }: TableHeadProps) {
  const { t } = useTranslation('compare');
  const objective = model.parallel.ranking?.objective.column;
  const best =
    model.parallel.ranking?.objective.direction === 'maximize' ? 'descending' : 'ascending';
  const shared = { sort: model.view.sort, onSort };
  return (
    <thead>
      <tr aria-rowindex={1}>
        <th scope="col" className={classes.pin}>
          <span className={classes.hidden}>{t('table.pin')}</span>
        </th>
        <SortableHead {...shared} id={RANK_KEY} number>
          {t('table.rank')}
        </SortableHead>
        <SortableHead {...shared} id={NUMBER_KEY}>
          {t('table.run')}
        </SortableHead>
        <th scope="col">{t('table.state')}</th>
        <SortableHead
          {...shared}
          id={objective?.name ?? RANK_KEY}
          number
          objective
          byDefault={best}
        >
          {objective?.label ?? t('table.objective')}
        </SortableHead>
        <th scope="col" className={classes.number} title={t('table.difference')}>
          <span aria-hidden>Δ</span>
          <span className={classes.hidden}>{t('table.difference')}</span>
        </th>
        {columns.map((column) => (
          <SortableHead
            key={column.name}
            {...shared}
            id={column.name}
            number={column.type === 'number'}
            title={column.label}
          >
            {headText(column)}
          </SortableHead>
        ))}
      </tr>
    </thead>
  );
}

/** A measurement's label with its unit, unless that is the target's own, which nobody has told us. */
function headText({ label, unit }: Column): string {
  return unit === null || unit === 'target' ? label : `${label} (${unit})`;
}

interface SortableHeadProps {
  id: string;
  number?: boolean;
  objective?: boolean;
  /** How this column is ordered when nothing else is sorted by. */
  byDefault?: 'ascending' | 'descending';
  title?: string;
  sort: CompareModel['view']['sort'];
  onSort: (key: string) => void;
  children: string;
}

function SortableHead(props: SortableHeadProps) {
  const { id, number, objective, byDefault, title, sort, onSort, children } = props;
  const own = sort?.key === id ? (sort.descending ? 'descending' : 'ascending') : undefined;
  const order = sort === null ? byDefault : own;
  return (
    <th
      scope="col"
      className={number ? classes.number : undefined}
      data-objective={objective}
      aria-sort={order ?? 'none'}
      title={title}
    >
      <button
        type="button"
        className={classes.sort}
        onClick={() => {
          onSort(id);
        }}
      >
        {children}
        {order !== undefined && <Icon name={order === 'descending' ? 'down' : 'up'} size={11} />}
      </button>
    </th>
  );
}
