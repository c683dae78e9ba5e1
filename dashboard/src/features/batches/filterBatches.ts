import type { Batch } from '@/api/types';
import type { BatchesSearch } from './search';
import { isActive } from './status';

export interface BatchFilterOptions {
  show: NonNullable<BatchesSearch['show']>;
  q: string;
  /** Decides how letters compare regardless of case: in Turkish `I` is the capital of `ı`. */
  language: string;
}

/** The batches of a filter whose name, pipeline, dataset or a tag contains the search text. */
export function filterBatches(batches: readonly Batch[], options: BatchFilterOptions): Batch[] {
  const lower = (text: string) => text.toLocaleLowerCase(options.language);
  const wanted = lower(options.q.trim());
  return batches.filter((batch) => {
    if (options.show !== 'all' && isActive(batch) !== (options.show === 'active')) return false;
    const texts = [batch.name, batch.pipeline, batch.dataset_name, ...batch.tags];
    return wanted === '' || texts.some((text) => lower(text ?? '').includes(wanted));
  });
}
