import { http, HttpResponse, type HttpHandler } from 'msw';
import { makeBatch, makeMe, makePipeline } from '@/testing/data';
import { url, world } from '@/testing/handlers';
import { makeRun, makeTable } from './fixtures';

/** Answers to all that the new-batch form reads, and to the pages it leads to; for tests. */
export function formWorld(): HttpHandler[] {
  return [
    ...world({ me: makeMe(), datasets: [makeTable()], pipelines: [makePipeline()] }),
    http.get(url('/datasets/d1'), () => HttpResponse.json(makeTable())),
    http.post(url('/batches/preview'), async ({ request }) => {
      const { search } = (await request.json()) as { search: { space: Record<string, unknown[]> } };
      const job_count = Object.values(search.space).reduce((n, { length }) => n * length, 1);
      return HttpResponse.json({ job_count, axes: [] });
    }),
    http.get(url('/batches/b9'), () => HttpResponse.json(makeBatch({ id: 'b9' }))),
    http.get(url('/experiments'), () => HttpResponse.json({ items: [], next_cursor: null })),
    http.get(url('/experiments/r9'), () =>
      HttpResponse.json(makeRun({ id: 'r9', batch_id: null })),
    ),
  ];
}
