import { screen, waitFor } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { expect, vi } from 'vitest';
import type { Batch, Comparison, CurvesAnswer } from '@/api/types';
import { makeBatch, makeMe } from '@/testing/data';
import { url, world } from '@/testing/handlers';
import { renderApp } from '@/testing/render';
import { server } from '@/testing/server';

/** A comparison in jsdom, which has neither WebGL nor a layout: lines are SVG, and elements get a size. */

const SIZE = { width: 1000, height: 600, top: 0, left: 0, right: 1000, bottom: 600, x: 0, y: 0 };

/** In place of `@/charts/PlotHost`: every drawing fails. */
export const WITHOUT_WEBGL = {
  loadPlotly: () => Promise.resolve(),
  PlotHost: class {
    private readonly handlers: { onFailure: () => void };
    constructor(_: Element, handlers: { onFailure: () => void }) {
      this.handlers = handlers;
    }
    update() {
      this.handlers.onFailure();
    }
    dispose = () => undefined;
  },
};

class SizedObserver {
  private readonly callback: ResizeObserverCallback;
  constructor(callback: ResizeObserverCallback) {
    this.callback = callback;
  }
  observe(target: Element) {
    const entry = { target, contentRect: SIZE } as unknown as ResizeObserverEntry;
    this.callback([entry], this);
  }
  unobserve = () => undefined;
  disconnect = () => undefined;
}

export const batch = makeBatch({
  id: 'b1',
  state: 'mixed',
  counts: { queued: 0, running: 0, succeeded: 20, failed: 3, cancelled: 1 },
});
export const PATH = '/batches/b1/compare';

export function prepare(): void {
  vi.stubGlobal('ResizeObserver', SizedObserver);
  vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(600);
  vi.spyOn(Element.prototype, 'clientWidth', 'get').mockReturnValue(1000);
  server.use(...world({ me: makeMe(), batches: [batch] }));
}

export interface Served {
  errors?: { id: string; error: { code: string; message: string } }[];
  batch?: Batch;
  curves?: CurvesAnswer;
}

export function serve(response: Comparison, served: Served = {}): void {
  server.use(
    http.get(url('/batches/b1'), () => HttpResponse.json(served.batch ?? batch)),
    http.get(url('/batches/b1/comparison'), () => HttpResponse.json(response)),
    http.get(url('/batches/b1/curves'), () => HttpResponse.json(served.curves)),
    http.get(url('/jobs'), () =>
      HttpResponse.json({ items: served.errors ?? [], next_cursor: null }),
    ),
  );
}

export async function open(response: Comparison, path = PATH, served: Served = {}) {
  serve(response, served);
  const view = renderApp(path);
  const rows = () => screen.getAllByRole('row').flatMap((row) => row.dataset.run ?? []);
  await screen.findByRole('grid');
  await waitFor(() => {
    expect(rows()).not.toEqual([]);
    // The chart comes after the table.
    expect(screen.queryByText('Loading the chart…')).toBeNull();
  });
  return { ...view, rows };
}

export const searchOf = (router: { state: { location: { search: object } } }) =>
  router.state.location.search;

/** The fixture's ranked runs, best first. */
export function ranking(response: Comparison): number[] {
  const rmse = response.dimensions.find(({ name }) => name === 'rmse')?.values ?? [];
  return rmse
    .flatMap((value, index) => (typeof value === 'number' ? [{ value, number: index + 1 }] : []))
    .sort((a, b) => a.value - b.value)
    .map(({ number }) => number);
}
