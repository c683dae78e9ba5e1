import type { QueryClient } from '@tanstack/react-query';
import { meQuery } from '@/api/queries/auth';
import { batchQuery, comparisonQuery } from '@/api/queries/batches';
import { codeInAddress } from '@/features/auth/oneTimeCode';

/** Asks for what a batch's comparison shows before its page is there. */
export function prefetchComparison(client: QueryClient, batchId: string): void {
  // Signed out there is nothing to ask for: the answers would look like a session that ended.
  if (codeInAddress() !== null) return;
  client
    .query(meQuery)
    .then((me) =>
      me === null
        ? null
        : Promise.all([client.query(batchQuery(batchId)), client.query(comparisonQuery(batchId))]),
    )
    // The page asks the same of the client, and shows what went wrong.
    .catch(() => undefined);
}
