import { ActionIcon } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Icon, StateBadge } from '@/components/ui';
import { pinColour } from '../plot/Highlights';
import type { CompareModel } from '../useCompareModel';
import classes from './diff.module.css';

export interface DiffHeadProps {
  model: CompareModel;
  /** The runs from left to right. */
  indexes: readonly number[];
  /** Place of the run the others are compared with. */
  base: number;
  best: number | null;
  onBase: (index: number) => void;
  onUnpin: (index: number) => void;
  onOpen: (index: number) => void;
}

/** A column per run: its number in its colour, its state, and whether it is the base. */
export function DiffHead(props: DiffHeadProps) {
  const { t } = useTranslation('compare');
  return (
    <thead>
      <tr>
        <th scope="col">
          <span className={classes.hidden}>{t('diff.setting')}</span>
        </th>
        {props.indexes.map((index, place) => (
          <RunHead key={index} {...props} index={index} place={place} />
        ))}
      </tr>
    </thead>
  );
}

function RunHead(props: DiffHeadProps & { index: number; place: number }) {
  const { model, index, place, base, best, onBase, onUnpin, onOpen } = props;
  const { t } = useTranslation('compare');
  const { data, ranking } = model.parallel;
  const run = data.runs[index];
  const rank = ranking?.ranks[index] ?? null;
  if (run === undefined) return null;
  const { number } = run;
  return (
    <th scope="col" data-run={number} data-base={place === base}>
      <span className={classes.run}>
        <i style={{ background: pinColour(place) }} aria-hidden />
        <button
          type="button"
          className={classes.open}
          title={t('best.open')}
          onClick={() => {
            onOpen(index);
          }}
        >
          #{number}
        </button>
        {index === best && <Icon name="star" size={12} label={t('best.mark')} />}
        <ActionIcon
          variant="subtle"
          color="gray"
          size={24}
          aria-label={t('diff.unpin', { number })}
          onClick={() => {
            onUnpin(index);
          }}
        >
          <Icon name="x" size={12} />
        </ActionIcon>
      </span>
      {run.origin !== undefined && <span className={classes.origin}>{run.origin}</span>}
      <span className={classes.facts}>
        {rank === null ? (
          <StateBadge state={run.state} variant="plain" />
        ) : (
          t('diff.rank', { rank })
        )}
        {' · '}
        {place === base ? (
          <b>{t('diff.base')}</b>
        ) : (
          <button
            type="button"
            className={classes.link}
            onClick={() => {
              onBase(index);
            }}
          >
            {t('diff.makeBase')}
          </button>
        )}
      </span>
    </th>
  );
}
