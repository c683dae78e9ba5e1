import { z } from 'zod';

/** Which batches the list shows; kept in the address, so that a view is a link. */
export const batchesSearch = z.object({
  show: z.enum(['all', 'active', 'done']).optional().catch(undefined),
  q: z.string().optional().catch(undefined),
});

export type BatchesSearch = z.infer<typeof batchesSearch>;

/** What the new-batch form starts with; `from` copies the settings of an earlier batch. */
export const newBatchSearch = z.object({
  dataset: z.string().optional().catch(undefined),
  pipeline: z.string().optional().catch(undefined),
  target: z.string().optional().catch(undefined),
  from: z.string().optional().catch(undefined),
});

export type NewBatchSearch = z.infer<typeof newBatchSearch>;
