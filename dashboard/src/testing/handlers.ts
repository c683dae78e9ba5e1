import { http, HttpResponse, type HttpHandler } from 'msw';
import type {
  Batch,
  Dataset,
  Job,
  Me,
  Model,
  Pipeline,
  PredictionItem,
  Problem,
  Sample,
  StoredModel,
  TagCount,
} from '@/api/types';
import { makeStoredModel } from './models';

export const url = (path: string) => `*/api/v1${path}`;

/** A problem document as the API answers it. */
export function problem(status: number, code: string, fields: Partial<Problem> = {}) {
  const body: Problem = {
    type: `urn:azuraforge:problem:${code}`,
    title: code,
    status,
    code,
    detail: `Detail of ${code}.`,
    errors: null,
    ...fields,
  };
  return HttpResponse.json(body, { status });
}

interface World {
  me?: Me | null;
  datasets?: Dataset[];
  samples?: Sample[];
  batches?: Batch[];
  running?: Job[];
  pipelines?: Pipeline[];
  models?: Model[];
  /** What every run left. */
  runModel?: StoredModel;
  predictions?: PredictionItem[];
  /** Of batches and of runs alike. */
  tags?: TagCount[];
}

const page = (items: unknown[]) => HttpResponse.json({ items, next_cursor: null });

/** Handlers for everything the shell and the list pages read. */
export function world({
  me = null,
  datasets = [],
  samples = [],
  batches = [],
  running = [],
  pipelines = [],
  models = [],
  runModel = makeStoredModel(),
  predictions = [],
  tags = [],
}: World) {
  const handlers: HttpHandler[] = [
    http.get(url('/auth/me'), () => (me ? HttpResponse.json(me) : problem(401, 'unauthenticated'))),
    http.get(url('/jobs'), () => page(running)),
    http.get(url('/datasets'), () => page(datasets)),
    http.get(url('/datasets/samples'), () => HttpResponse.json({ items: samples })),
    http.get(url('/batches'), () => page(batches)),
    http.get(url('/models'), () => page(models)),
    http.get(url('/experiments/:id/model'), () => HttpResponse.json(runModel)),
    http.get(url('/predictions'), () => page(predictions)),
    http.get(url('/tags'), () => HttpResponse.json({ items: tags })),
    http.get(url('/pipelines'), () => HttpResponse.json({ items: pipelines })),
  ];
  return handlers;
}
