import { useTranslation } from 'react-i18next';
import { useFormat } from '@/i18n/useFormat';
import type { CompareModel } from '../useCompareModel';
import type { RunHistory } from './runHistory';

/** The chart in words, and what is said under it: how long the best took, and how many runs failed. */
export function useHistoryTexts(
  { parallel, rows, objectiveText }: CompareModel,
  { steps, finished, failed, took }: RunHistory,
) {
  const { t } = useTranslation('compare');
  const format = useFormat();
  const metric = parallel.ranking?.objective.column.label ?? '';
  const best = steps.at(-1);
  const share = format.percent(finished === 0 ? 0 : failed / finished, 1);
  const sofar =
    best === undefined
      ? t('best.none', { metric })
      : t('history.best', {
          value: objectiveText(best.value),
          number: best.number,
          count: finished - took,
        });
  const cost = best === undefined ? t('best.none', { metric }) : t('history.took', { count: took });
  return {
    summary: [
      t('history.summary', {
        metric,
        direction: t(`direction.${parallel.ranking?.objective.direction ?? 'minimize'}`),
        selected: rows.selected,
        total: rows.total,
      }),
      sofar,
    ].join(' '),
    sentence: `${cost} ${t('history.failed', { count: failed, finished, share })}`,
    steps: steps.map(({ number, value }) => ({
      number,
      text: t('history.step', { number, value: objectiveText(value) }),
    })),
  };
}
