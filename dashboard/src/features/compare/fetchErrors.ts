import { answer, client } from '@/api/client';
import type { Job, JobError, Page } from '@/api/types';
import type { Run, Source } from './types';

const PAGE = 200;

/** Error by job id of every failed run. */
export async function fetchErrors(
  source: Source,
  failed: readonly Run[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, JobError>> {
  const jobs =
    source.kind === 'batch'
      ? await failedJobs(source.batchId, signal)
      : await Promise.all(failed.map(({ id }) => oneJob(id, signal)));
  return new Map(jobs.flatMap(({ id, error }) => (error === null ? [] : [[id, error] as const])));
}

async function failedJobs(batchId: string, signal: AbortSignal): Promise<Job[]> {
  const jobs: Job[] = [];
  let cursor: string | null = null;
  do {
    const query = { batch_id: batchId, state: ['failed' as const], limit: PAGE, cursor };
    const page: Page<Job> = await answer(client.GET('/api/v1/jobs', { params: { query }, signal }));
    jobs.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor !== null);
  return jobs;
}

function oneJob(id: string, signal: AbortSignal) {
  return answer(
    client.GET('/api/v1/experiments/{experiment_id}', {
      params: { path: { experiment_id: id } },
      signal,
    }),
  );
}
