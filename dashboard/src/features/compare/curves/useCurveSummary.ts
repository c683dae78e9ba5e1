import { useTranslation } from 'react-i18next';
import type { CurvesAnswer } from '@/api/types';
import { useFormat } from '@/i18n/useFormat';
import type { CompareModel } from '../useCompareModel';

/** The chart in words: how many runs, where the best one ends and where the median does. */
export function useCurveSummary(
  { parallel }: CompareModel,
  { name, runs, run_count, band }: CurvesAnswer,
  best: number | null,
): string {
  const { t } = useTranslation('compare');
  const format = useFormat();
  const bestRun = best === null ? undefined : parallel.data.runs[best];
  const points = runs.find(({ job_id }) => job_id === bestRun?.id)?.points ?? [];
  const last = points.findLast(([, value]) => value !== null);
  const [step, median] = [band?.steps.at(-1), band?.median.at(-1)];
  return [
    t('curves.summary', { name: name ?? '', count: runs.length, total: run_count }),
    last !== undefined &&
      t('curves.summaryBest', {
        number: bestRun?.number ?? 0,
        step: format.integer(last[0]),
        value: format.metric(last[1] ?? 0),
      }),
    step !== undefined &&
      median !== undefined &&
      t('curves.summaryMedian', { step: format.integer(step), value: format.metric(median) }),
  ]
    .filter((part) => part !== false)
    .join(' ');
}
