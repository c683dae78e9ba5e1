import { useTranslation } from 'react-i18next';
import { useFormat } from '@/i18n/useFormat';
import classes from './form.module.css';
import type { BatchDraft } from './initialDraft';
import { readWhole } from './inputs';
import type { BatchPlan } from './useBatchPlan';
import { useRunSeconds } from './useRunSeconds';

/** What else is worth knowing before the start: how runs are chosen, stopped and how long they take. */
export function PlanNotes({ draft, plan }: { draft: BatchDraft; plan: BatchPlan }) {
  const { t } = useTranslation('batches');
  const format = useFormat();
  const seconds = useRunSeconds(draft.pipelineId, draft.datasetId);
  if (plan.runs === 0) return null;
  const { combinations } = plan;
  const sampled = combinations !== null;
  const atOnce = readWhole(draft.parallelism, 1, Infinity);
  const notes = [
    ...(sampled && combinations === plan.runs
      ? [t('form.summary.fewer', { count: combinations })]
      : []),
    ...(plan.pruned ? [t('form.summary.pruned')] : []),
    ...(plan.axes.length > 0 && typeof atOnce === 'number'
      ? [t('form.summary.atOnce', { count: atOnce })]
      : []),
    ...(seconds === null
      ? []
      : [
          t('form.summary.estimate', {
            total: format.duration(seconds * plan.runs),
            each: format.duration(seconds),
          }),
        ]),
  ];
  if (notes.length === 0) return null;
  return (
    <ul className={classes.notes}>
      {notes.map((note) => (
        <li key={note}>{note}</li>
      ))}
    </ul>
  );
}
