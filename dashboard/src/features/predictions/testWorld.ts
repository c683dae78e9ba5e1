import { http, HttpResponse } from 'msw';
import type { Prediction, PredictionCreate } from '@/api/types';
import { url } from '@/testing/handlers';
import { makePrediction } from '@/testing/models';
import { server } from '@/testing/server';

/** In place of `@/charts/PlotHost`: draws nothing. */
export const WITHOUT_PLOTLY = {
  loadPlotly: () => Promise.resolve(),
  PlotHost: class {
    update = () => undefined;
    dispose = () => undefined;
  },
};

/** Serves `prediction`, and changes of it. */
export function serve(prediction: Prediction) {
  const state = { prediction };
  server.use(http.get(url('/predictions/p1'), () => HttpResponse.json(state.prediction)));
  return state;
}

/** Takes what the form sends, and shows the prediction made of it. */
export function accept(made: Prediction = makePrediction()) {
  const sent: PredictionCreate[] = [];
  serve(made);
  server.use(
    http.post(url('/predictions'), async ({ request }) => {
      sent.push((await request.json()) as PredictionCreate);
      return HttpResponse.json(made, { status: 202 });
    }),
  );
  return sent;
}
