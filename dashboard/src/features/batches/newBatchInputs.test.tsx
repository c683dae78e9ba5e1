import { screen, waitFor } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { setLanguage } from '@/i18n';
import { makeBatch, makeMe, makePipeline } from '@/testing/data';
import { url, world } from '@/testing/handlers';
import { renderApp } from '@/testing/render';
import { server } from '@/testing/server';
import { makeRun, makeTable } from './fixtures';
import { formWorld } from './formWorld';

beforeEach(() => {
  server.use(...formWorld());
});

async function openForm(path = '/batches/new') {
  const view = renderApp(path);
  await screen.findByRole('button', { name: /Start/ });
  return view;
}

describe('the target', () => {
  it('offers every column and refuses some with the reason', async () => {
    const { user } = await openForm();
    const target = screen.getByRole('combobox', { name: 'Target' });
    await user.click(target);
    const list = document.getElementById(target.getAttribute('aria-controls') ?? '');
    const shown = [...(list?.querySelectorAll('[role=option]') ?? [])].map((option) => ({
      text: option.textContent,
      off: option.hasAttribute('data-combobox-disabled'),
    }));
    expect(shown).toEqual([
      { text: 'bminumber', off: false },
      { text: 'siteone value only', off: true },
      { text: 'notefree text', off: true },
      { text: 'progressionnumber', off: false },
    ]);
  });

  it('that the address asks for and cannot be is named with its reason', async () => {
    const { user } = await openForm('/batches/new?dataset=d1&target=site');
    expect(screen.getByText(/site has one value in every row/)).toBeVisible();
    const sent = vi.fn();
    server.use(
      http.post(url('/experiments'), () => {
        sent();
        return HttpResponse.json({}, { status: 202 });
      }),
    );
    await user.click(screen.getByRole('button', { name: 'Start the run' }));
    expect(await screen.findByText('1 field needs your attention.')).toBeVisible();
    expect(sent).not.toHaveBeenCalled();
  });
});

describe('a list of numbers', () => {
  const sent = vi.fn<(path: string, body: unknown) => void>();

  /** The form of a pipeline with a list of layers; what is sent is recorded. */
  async function openLayers() {
    const pipeline = makePipeline();
    const schema = pipeline.config_schema as { properties: object };
    const hidden_layers = {
      title: 'Hidden layers',
      type: 'array',
      items: { type: 'integer', minimum: 1 },
      default: [64],
    };
    const config_schema = { ...schema, properties: { ...schema.properties, hidden_layers } };
    sent.mockReset();
    server.use(
      ...world({
        me: makeMe(),
        datasets: [makeTable()],
        pipelines: [{ ...pipeline, config_schema }],
      }),
      http.post(url('/experiments'), async ({ request }) => {
        sent('/experiments', await request.json());
        return HttpResponse.json(makeRun({ id: 'r9' }), { status: 202 });
      }),
      http.post(url('/batches'), async ({ request }) => {
        sent('/batches', await request.json());
        return HttpResponse.json(makeBatch({ id: 'b9' }), { status: 202 });
      }),
    );
    return openForm();
  }

  it('takes the same number more than once', async () => {
    const { user } = await openLayers();
    await user.type(screen.getByRole('combobox', { name: 'Hidden layers' }), '64{Enter}32{Enter}');
    await user.click(screen.getByRole('button', { name: 'Start the run' }));
    await waitFor(() => {
      expect(sent).toHaveBeenCalledOnce();
    });
    expect(sent.mock.calls[0]).toMatchObject([
      '/experiments',
      { config: { hidden_layers: [64, 64, 32] } },
    ]);
  });

  it('is varied as a whole, each list checked by the rules of its entries', async () => {
    const { user } = await openLayers();
    await user.click(screen.getByLabelText('Sweep Hidden layers over several values'));
    const lists = screen.getByLabelText('Values of Hidden layers');
    expect(lists).toHaveValue('[64]');
    const write = async (text: string) => {
      await user.clear(lists);
      await user.click(lists);
      await user.paste(text);
    };
    await write('64, [0]');
    expect(screen.getByText(/^"64" is not a list/)).toBeVisible();
    expect(screen.getByText(/^"\[0\]": At least 1/)).toBeVisible();
    await write('[64], [128, 64]');
    await user.click(screen.getByText('Start 2 runs'));
    await waitFor(() => {
      expect(sent).toHaveBeenCalledOnce();
    });
    expect(sent.mock.calls[0]).toMatchObject([
      '/batches',
      { search: { strategy: 'grid', space: { hidden_layers: [[64], [128, 64]] } } },
    ]);
  });
});

describe('what the form starts with', () => {
  it('comes from an earlier batch', async () => {
    server.use(
      http.get(url('/batches/b1'), () =>
        HttpResponse.json(
          makeBatch({
            id: 'b1',
            dataset_id: 'd1',
            target: 'bmi',
            config: { max_leaf_nodes: 63 },
            search: { strategy: 'grid', space: { learning_rate: [0.01, 0.1] } },
            objective: { metric: 'r2', direction: 'maximize' },
            seed: 5,
          }),
        ),
      ),
    );
    await openForm('/batches/new?from=b1');
    expect(screen.getByRole('textbox', { name: 'Values of Learning rate' })).toHaveValue(
      '0.01; 0.1',
    );
    expect(screen.getByRole('textbox', { name: 'Leaves per tree' })).toHaveValue('63');
    expect(screen.getByRole('combobox', { name: 'Target' })).toHaveValue('bmi');
    expect(screen.getByRole('combobox', { name: 'Objective' })).toHaveValue(
      'r2 · higher is better',
    );
    expect(screen.getByRole('textbox', { name: 'Seed' })).toHaveValue('5');
  });

  it('speaks Turkish where the schema does', async () => {
    await setLanguage('tr');
    renderApp('/batches/new');
    expect(await screen.findByRole('textbox', { name: 'Öğrenme oranı' })).toHaveValue('0.1');
    expect(screen.getByText('Her ağacın ağırlığı.')).toBeVisible();
    expect(screen.getByRole('button', { name: 'Deneyi başlat' })).toBeEnabled();
  });

  it('without a dataset or a pipeline says what is needed first', async () => {
    server.use(
      ...world({ me: makeMe() }),
      http.get(url('/pipelines'), () => HttpResponse.json({ items: [] })),
    );
    renderApp('/batches/new');
    expect(await screen.findByText('No dataset yet')).toBeVisible();
    expect(screen.getByText('No pipeline is available')).toBeVisible();
  });
});
