import { act, screen, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Analysis, Experiment, Job, JobEvent } from '@/api/types';
import { setLanguage } from '@/i18n';
import { makeJob, makeMe, makePipeline, makeRun } from '@/testing/data';
import { FakeSocket } from '@/testing/fakeSocket';
import { problem, url, world } from '@/testing/handlers';
import { renderApp } from '@/testing/render';
import { server } from '@/testing/server';
import { makeAnalysis, makeClasses, makeForecast } from './fixtures';

const NORMAL_CLOSE = 1000;
const PATH = '/experiments/r1?tab=errors';

beforeEach(() => {
  server.use(...world({ me: makeMe(), pipelines: [makePipeline()] }));
});

function serve(analysis: Analysis | null, fields: Partial<Experiment> = {}) {
  server.use(
    http.get(url('/experiments/r1'), () => HttpResponse.json(makeRun(fields))),
    http.get(url('/experiments/r1/analysis'), () =>
      analysis === null ? problem(409, 'analysis_not_kept') : HttpResponse.json(analysis),
    ),
  );
}

async function open(analysis: Analysis, path = PATH) {
  serve(analysis);
  const view = renderApp(path);
  await screen.findByTestId('filter-count');
  return view;
}

const card = (name: string | RegExp) => within(screen.getByRole('region', { name }));
const count = () => screen.getByTestId('filter-count');
const searchOf = ({ router }: ReturnType<typeof renderApp>) => router.state.location.search;

describe('the tabs of a run', () => {
  it('open the errors from the summary, and walk with the arrows', async () => {
    serve(makeAnalysis());
    const view = renderApp('/experiments/r1');
    await view.user.click(await screen.findByRole('tab', { name: 'Errors' }));
    expect(await screen.findByTestId('headline')).toBeVisible();
    expect(searchOf(view)).toEqual({ tab: 'errors' });
    await view.user.keyboard('{ArrowLeft}');
    expect(await screen.findByRole('region', { name: 'Settings' })).toBeVisible();
    expect(searchOf(view)).toEqual({});
  });
});

describe('the errors of a regression', () => {
  it('begin with what the rules found, and say that it is from rules', async () => {
    await open(makeAnalysis());
    expect(screen.getByTestId('headline')).toHaveTextContent(
      'Where price is above 30.5, the model predicts too little (2 of 3 rows). ' +
        'kind b: MAE 4, 1.6 times the overall 2.5 (3 rows). (rule-based summary)',
    );
  });

  it('are told in words chart by chart', async () => {
    await open(makeAnalysis());
    const summary = (name: string) => card(name).getByRole('img').getAttribute('aria-label');
    expect(summary('Residuals')).toContain('mean 2.17, standard deviation 2.48');
    expect(summary('Actual and predicted')).toBe(
      'Predicted against actual of 6 rows, root mean square error 3.1.',
    );
    expect(summary('Error by segment')).toContain('highest in b with 4, overall 2.5');
    expect(summary('Residual and predicted')).toContain('1 at the lowest predictions, 5 at the');
  });

  it('list the worst rows with what sets them apart', async () => {
    await open(makeAnalysis());
    const [, first, second] = card('Worst 2 rows').getAllByRole('row');
    expect(first).toHaveTextContent('105464062.4σsize 900 (usual 120)');
    expect(second).toHaveTextContent('nothing unusual');
  });

  it('use the words and numbers of the language', async () => {
    await setLanguage('tr');
    await open(makeAnalysis(), `${PATH}&by=day`);
    expect(screen.getByTestId('headline')).toHaveTextContent('(kurala dayalı özet)');
    expect(card('Artık dağılımı').getByRole('img').getAttribute('aria-label')).toContain('2,17');
    await screen.findByText('Tem');
  });

  it('name ranges with as many digits as tell their ends apart', async () => {
    const ends = { low: 370.91, high: 371.24 };
    const [first] = makeAnalysis().by_feature[0]?.segments ?? [];
    if (first === undefined) throw new Error('the fixture has no segment');
    const segment = { ...first, label: null, ...ends };
    const column = { name: 'co2', kind: 'range' as const, segments: [segment], codes: [0, 0, 0] };
    await open(makeAnalysis({ by_feature: [column] }));
    expect(card('Error by segment').getByText('370.9 … 371.2')).toBeInTheDocument();
  });
});

describe('filters', () => {
  it('by a segment of the table change every other card, and are in the address', async () => {
    const view = await open(makeAnalysis());
    await view.user.click(card('Error by segment').getByText(/^As a table/));
    await view.user.click(card('Error by segment').getByRole('button', { name: 'b' }));
    expect(count()).toHaveTextContent('Filtered: 3 of 6 rows');
    expect(searchOf(view)).toEqual({ tab: 'errors', seg: 'kind:1' });
    const worst = card('Worst 3 rows').getAllByRole('row').slice(1);
    expect(worst.map((row) => row.dataset.row)).toEqual(['105', '103', '101']);
    expect(screen.getByText('all 2.5').parentElement).toHaveTextContent('4 all 2.5');
    // The chart that filters keeps its other segments.
    expect(card('Error by segment').getByRole('row', { name: /^a / })).toHaveTextContent('a31');
    await view.user.click(screen.getByRole('button', { name: 'Clear' }));
    expect(count()).toHaveTextContent('');
    expect(searchOf(view)).toEqual({ tab: 'errors' });
  });

  it('by a lasso of a link are told and taken away', async () => {
    const view = await open(makeAnalysis(), `${PATH}&lasso=actual:18_18_23_18_23_31_18_31`);
    expect(count()).toHaveTextContent('Filtered: 2 of 6 rows');
    const name = 'Remove the filter Lasso: Actual and predicted';
    await view.user.click(screen.getByRole('button', { name }));
    expect(searchOf(view)).toEqual({ tab: 'errors' });
  });

  it('by typed ranges read either decimal sign', async () => {
    const view = await open(makeAnalysis());
    const residuals = card('Residuals');
    await view.user.click(residuals.getByText('Type a range'));
    await view.user.type(residuals.getByLabelText('residual from'), '1,5');
    await view.user.click(residuals.getByRole('button', { name: 'Apply' }));
    expect(count()).toHaveTextContent('3 of 6 rows');
    expect(searchOf(view)).toMatchObject({ res: '1.5..' });
    await view.user.click(
      screen.getByRole('button', { name: 'Remove the filter residual: 1.5 …' }),
    );
    expect(searchOf(view)).toEqual({ tab: 'errors' });
  });

  it('of every kind are in a link, add up and can leave nothing', async () => {
    await open(makeAnalysis(), `${PATH}&res=4..6&act=40..50&pred=35..50`);
    expect(count()).toHaveTextContent('1 of 6 rows');
    expect(screen.getByRole('button', { name: 'Remove the filter actual: 40 … 50' })).toBeVisible();
  });

  it('that leave no row are shown without numbers', async () => {
    await open(makeAnalysis(), `${PATH}&res=4..6&seg=kind:0`);
    expect(count()).toHaveTextContent('0 of 6 rows');
    expect(screen.getByText('all 2.5').parentElement).toHaveTextContent('— all 2.5');
    expect(card('No row is left').getAllByRole('row')).toHaveLength(1);
  });

  it('of a sample say so, and a link brings them back', async () => {
    const sampled = makeAnalysis({
      sampled: true,
      row_count: 20_000,
      density: { actual_edges: [0, 50], predicted_edges: [0, 50], counts: [[20_000]] },
    });
    const view = await open(sampled, `${PATH}&seg=kind:0`);
    expect(count()).toHaveTextContent('Filtered: 3 of 6 rows of a sample (20,000 rows in all)');
    expect(screen.getByText('of the filtered rows of the sample')).toBeVisible();
    await view.user.click(screen.getByRole('button', { name: 'Clear' }));
    expect(card('Actual and predicted').getByText(/^density of all rows/)).toBeVisible();
  });
});

describe('other tasks', () => {
  it('of a forecast have horizon, coverage and time, and filter by a step', async () => {
    const { user } = await open(makeForecast(), `${PATH}&by=@step`);
    expect(screen.getByText('target 90%')).toBeVisible();
    expect(card('Error by horizon').getByRole('img').getAttribute('aria-label')).toBe(
      'Error by steps ahead, 2 steps: 1 at the first, 3 at the last.',
    );
    await user.click(card('Error by segment').getByText(/^As a table/));
    await user.click(card('Error by segment').getByRole('button', { name: '2' }));
    expect(count()).toHaveTextContent('2 of 4 rows');
    expect(screen.getByRole('button', { name: 'Remove the filter Steps ahead: 2' })).toBeVisible();
    expect(card('Worst 2 rows').getByText('2024-07-04')).toBeVisible();
  });

  it('of classes have a matrix whose cells filter', async () => {
    const view = await open(makeClasses());
    expect(screen.getByTestId('headline')).toHaveTextContent(
      'cat is often taken for dog (1 of 2 rows).',
    );
    expect(card('ROC').getByText('area dog 0.75')).toBeVisible();
    await view.user.click(card('Confusion matrix').getByText(/^As a table/));
    await view.user.click(screen.getByRole('button', { name: 'cat taken for dog: 1 row' }));
    expect(count()).toHaveTextContent('Filtered: 1 of 4 rows');
    expect(card('ROC').getByText('of all rows, not of the filtered ones')).toBeVisible();
  });
});

describe('when there is little or nothing', () => {
  it('one row that was predicted is shown without deviations', async () => {
    const [only] = makeAnalysis().worst;
    await open(
      makeAnalysis({
        row_count: 1,
        point_count: 1,
        headline: [{ code: 'no_pattern', values: {} }],
        by_feature: [],
        residuals: {
          mean: 6,
          std: null,
          skew: null,
          kurtosis: null,
          quantiles: {},
          mae: 6,
          rmse: 6,
        },
        residual_histogram: { edges: [5.5, 6.5], counts: [1] },
        actual_vs_predicted: { actual: [46], predicted: [40], index: [105] },
        residual_vs_predicted: { predicted: [40], median: [6], low: [6], high: [6] },
        qq: { theoretical: [], observed: [] },
        worst: only ? [{ ...only, sigma: null, differs: [] }] : [],
      }),
    );
    expect(screen.getByText(/Residuals that don’t vary have no quantiles/)).toBeVisible();
    expect(screen.getByTestId('headline')).toHaveTextContent('The rules found no pattern');
    expect(card('Worst row').getByText('nothing unusual')).toBeVisible();
  });

  it('a run under way, and one that failed, say so without asking', async () => {
    serve(makeAnalysis(), { state: 'running' });
    const first = renderApp(PATH);
    expect(await screen.findByText('Not finished yet')).toBeVisible();
    first.unmount();
    serve(makeAnalysis(), { state: 'failed', error: { code: 'pipeline_error', message: 'no' } });
    renderApp(PATH);
    expect(await screen.findByText('There are no errors to analyse')).toBeVisible();
  });

  it('a failed request can be repeated', async () => {
    serve(makeAnalysis());
    server.use(http.get(url('/experiments/r1/analysis'), () => problem(500, 'internal_error')));
    const { user } = renderApp(PATH);
    const again = await screen.findByRole('button', { name: 'Try again' });
    serve(makeAnalysis());
    await user.click(again);
    expect(await screen.findByTestId('headline')).toBeVisible();
  });
});

describe('a run whose errors were not kept', () => {
  const refit = (fields: Partial<Job> = {}) =>
    makeJob({ id: 'j1', kind: 'refit', name: 'sweep #4', progress: 0, ...fields });
  const answerJob = (job: Job) => {
    server.use(http.get(url('/jobs/j1'), () => HttpResponse.json(job)));
  };

  async function start() {
    serve(null);
    const view = renderApp(PATH);
    const button = await screen.findByRole('button', { name: 'Train again to see its errors' });
    server.use(
      http.post(url('/experiments/r1/analysis'), () => HttpResponse.json(refit(), { status: 202 })),
    );
    answerJob(refit());
    await view.user.click(button);
    await screen.findByRole('button', { name: 'Cancel' });
    const stream = FakeSocket.latest('/jobs/j1/stream');
    act(() => {
      stream.serverOpens();
    });
    return { ...view, stream };
  }

  it('is trained again on demand, watched live, and shown when it is done', async () => {
    const { stream } = await start();
    const event = {
      id: 1_000_000_001, job_id: 'j1', attempt: 1, at: '2026-01-31T09:30:03Z',
      type: 'progress', data: { fraction: 0.4, message: 'Round 2 of 5' },
    } as JobEvent; // prettier-ignore
    act(() => {
      stream.serverSends([event]);
    });
    expect(await screen.findByText('40% · Round 2 of 5')).toBeVisible();
    serve(makeAnalysis());
    answerJob(refit({ state: 'succeeded', progress: 1 }));
    act(() => {
      stream.serverCloses(NORMAL_CLOSE);
    });
    expect(await screen.findByTestId('headline')).toBeVisible();
  });

  it('can be cancelled on the way', async () => {
    const { user, stream } = await start();
    server.use(
      http.post(url('/jobs/j1/cancel'), () =>
        HttpResponse.json(refit({ cancel_requested: true }), { status: 202 }),
      ),
    );
    answerJob(refit({ cancel_requested: true }));
    await user.click(screen.getByRole('button', { name: 'Cancel' }));
    expect(await screen.findByRole('button', { name: 'Cancelling' })).toBeDisabled();
    answerJob(refit({ state: 'cancelled' }));
    act(() => {
      stream.serverCloses(NORMAL_CLOSE);
    });
    expect(await screen.findByText('Cancelled; nothing was changed.')).toBeVisible();
    expect(screen.getByRole('button', { name: 'Train again to see its errors' })).toBeEnabled();
  });

  it('says when it came out differently', async () => {
    const { stream } = await start();
    const error = { code: 'refit_differs', message: 'rmse was 54.1 and is 54.2.' };
    answerJob(refit({ state: 'failed', error }));
    act(() => {
      stream.serverCloses(NORMAL_CLOSE);
    });
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('The run came out differently this time');
    expect(alert).toHaveTextContent('rmse was 54.1 and is 54.2.');
  });
});
