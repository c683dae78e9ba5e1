import { useTranslation } from 'react-i18next';
import type { CompareModel } from '../useCompareModel';
import type { Scatter } from './useScatter';
import { correlation } from './correlation';
import { useFormat } from '@/i18n/useFormat';

/** The chart in words: what is against what, how they go together, and who is on the front. */
export function useScatterSummary({ parallel, rows }: CompareModel, scatter: Scatter): string {
  const { t } = useTranslation('compare');
  const format = useFormat();
  const { x, y, front } = scatter;
  const rank = correlation(x.column.values, y.column.values);
  return [
    t('scatter.summary', {
      x: x.column.label,
      y: y.column.label,
      selected: rows.selected,
      total: rows.total,
    }),
    rank !== null && t('scatter.summaryRank', { value: format.metric(rank, 2) }),
    front !== null &&
      t('scatter.summaryFront', {
        count: front.length,
        runs: front
          .slice(0, 10)
          .map((index) => `#${parallel.data.runs[index]?.number ?? 0}`)
          .join(', '),
      }),
  ]
    .filter((part) => part !== false)
    .join(' ');
}
