import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { delay, http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Dataset } from '@/api/types';
import { makeBatch, makeDataset, makeMe, makeSample } from '@/testing/data';
import { problem, url, world } from '@/testing/handlers';
import { renderApp } from '@/testing/render';
import { server } from '@/testing/server';

const me = makeMe();
const csv = new File(['a,b\n1,2\n'], 'small.csv', { type: 'text/csv' });

beforeEach(() => {
  server.use(...world({ me, samples: [makeSample()] }));
});

function fileInput(container: HTMLElement): HTMLInputElement {
  const input = container.querySelector<HTMLInputElement>('input[type=file]');
  if (!input) throw new Error('no file input');
  return input;
}

describe('the datasets page', () => {
  it('without any says so and offers the samples', async () => {
    renderApp('/datasets');
    expect(await screen.findByText('No datasets yet')).toBeVisible();
    expect(await screen.findByRole('button', { name: 'Import Diabetes' })).toBeEnabled();
  });

  it('lists them', async () => {
    server.use(...world({ me, datasets: [makeDataset()] }));
    renderApp('/datasets');
    const row = within(await screen.findByRole('table', { name: 'Datasets' })).getByRole('row', {
      name: /housing.csv/,
    });
    expect(row).toHaveTextContent('20,640');
    expect(row).toHaveTextContent('1.4 MB');
  });

  it('shows a failure with its reason and recovers on retry', async () => {
    server.use(http.get(url('/datasets'), () => problem(503, 'database_unavailable')));
    const { user } = renderApp('/datasets');
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('The database is not available');
    server.use(...world({ me, datasets: [makeDataset()] }));
    await user.click(within(alert).getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('housing.csv')).toBeVisible();
  });

  it('imports a sample with one click', async () => {
    const imported: Dataset[] = [];
    server.use(
      http.get(url('/datasets'), () => HttpResponse.json({ items: imported, next_cursor: null })),
      http.post(url('/datasets/samples/diabetes'), () => {
        const dataset = makeDataset({ id: 'd7', name: 'Diabetes', sample_key: 'diabetes' });
        imported.push(dataset);
        return HttpResponse.json(dataset, { status: 201 });
      }),
    );
    const { user } = renderApp('/datasets');
    await user.click(await screen.findByRole('button', { name: 'Import Diabetes' }));
    const start = await screen.findByRole('link', { name: 'Start a batch' });
    const { pathname, searchParams } = new URL((start as HTMLAnchorElement).href);
    expect(pathname).toBe('/batches/new');
    expect(Object.fromEntries(searchParams)).toEqual({
      dataset: 'd7',
      pipeline: 'gradient-boosting',
      target: 'progression',
    });
    const table = await screen.findByRole('table', { name: 'Datasets' });
    expect(within(table).getByText('Diabetes')).toBeVisible();
  });
});

describe('an upload', () => {
  it('ends as a dataset in the list', async () => {
    const stored: Dataset[] = [];
    server.use(
      http.get(url('/datasets'), () => HttpResponse.json({ items: stored, next_cursor: null })),
      http.post(url('/datasets'), async ({ request }) => {
        expect(request.headers.get('X-AzuraForge-CSRF')).toBe('1');
        expect(request.headers.get('Content-Type')).toMatch(/^multipart\/form-data; boundary=/);
        expect(await request.text()).toContain('name="file"');
        const dataset = makeDataset({ id: 'd8', name: 'small.csv', row_count: 1 });
        stored.push(dataset);
        return HttpResponse.json(dataset, { status: 201 });
      }),
    );
    const { user, container } = renderApp('/datasets');
    await screen.findByText('No datasets yet');
    await user.upload(fileInput(container), csv);
    expect(await screen.findByText('1 row imported')).toBeVisible();
    expect(await screen.findByRole('table', { name: 'Datasets' })).toHaveTextContent('small.csv');
    await user.click(screen.getByRole('button', { name: 'Dismiss small.csv' }));
    expect(screen.queryByText('1 row imported')).not.toBeInTheDocument();
  });

  it('that is refused names row and column', async () => {
    const detail = 'Row 5 holds a cell of 2 MB in column price.';
    server.use(
      http.post(url('/datasets'), () =>
        problem(422, 'file_cell_too_large', {
          detail,
          errors: [{ loc: ['body', 'file', 5, 'price'], message: detail }],
        }),
      ),
    );
    const { user, container } = renderApp('/datasets');
    await screen.findByText('No datasets yet');
    await user.upload(fileInput(container), csv);
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('A cell is too large');
    expect(alert).toHaveTextContent(detail);
    expect(within(alert).getByRole('listitem')).toHaveTextContent('Row 5, column price');
    await user.click(screen.getByRole('button', { name: 'Dismiss small.csv' }));
  });

  it('can be cancelled, and then leaves nothing behind', async () => {
    server.use(
      http.post(url('/datasets'), async () => {
        await delay('infinite');
        return HttpResponse.json(makeDataset(), { status: 201 });
      }),
    );
    const { user, container } = renderApp('/datasets');
    await screen.findByText('No datasets yet');
    fireEvent.drop(screen.getByRole('region', { name: 'Upload' }), {
      dataTransfer: { files: [csv] },
    });
    expect(await screen.findByText('small.csv')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Cancel' }));
    await waitFor(() => {
      expect(screen.queryByText('small.csv')).not.toBeInTheDocument();
    });
    expect(container).not.toHaveTextContent('imported');
  });
});

describe('the page of a dataset', () => {
  const dataset = makeDataset({ id: 'd1' });

  beforeEach(() => {
    server.use(
      ...world({ me, datasets: [dataset], batches: [makeBatch({ name: 'first sweep' })] }),
      http.get(url('/datasets/d1'), () => HttpResponse.json(dataset)),
      http.get(url('/datasets/d1/preview'), () =>
        HttpResponse.json({
          columns: ['median_income', 'ocean_proximity', 'median_house_value'],
          rows: [
            [8.3252, 'NEAR BAY', 452600],
            [8.3014, null, 358500],
          ],
        }),
      ),
    );
  });

  it('shows schema, preview and the batches that use it', async () => {
    renderApp('/datasets/d1');
    expect(await screen.findByRole('heading', { name: 'housing.csv', level: 1 })).toBeVisible();
    const schema = screen.getByRole('table', { name: 'Columns' });
    expect(within(schema).getByRole('row', { name: /ocean_proximity/ })).toHaveTextContent(
      'category207 (1%)5',
    );
    const preview = await screen.findByRole('table', { name: 'Preview' });
    expect(within(preview).getByText('NEAR BAY')).toBeVisible();
    expect(within(preview).getByRole('img', { name: 'no value' })).toBeVisible();
    expect(await screen.findByRole('link', { name: 'first sweep' })).toBeVisible();
    expect(document.title).toBe('housing.csv · AzuraForge');
  });

  it('asks before it deletes, then goes back to the list', async () => {
    let deleted = false;
    server.use(
      http.delete(url('/datasets/d1'), () => {
        deleted = true;
        return new HttpResponse(null, { status: 204 });
      }),
    );
    const { user, router } = renderApp('/datasets/d1');
    await user.click(await screen.findByRole('button', { name: 'Delete' }));
    const dialog = await screen.findByRole('dialog', { name: 'Delete this dataset?' });
    expect(deleted).toBe(false);
    await user.click(within(dialog).getByRole('button', { name: 'Delete' }));
    await waitFor(() => {
      expect(router.state.location.pathname).toBe('/datasets');
    });
    expect(deleted).toBe(true);
  });

  it('keeps the dialog open and says why a used dataset stays', async () => {
    server.use(http.delete(url('/datasets/d1'), () => problem(409, 'dataset_in_use')));
    const { user } = renderApp('/datasets/d1');
    await user.click(await screen.findByRole('button', { name: 'Delete' }));
    const dialog = await screen.findByRole('dialog');
    await user.click(within(dialog).getByRole('button', { name: 'Delete' }));
    expect(await within(dialog).findByRole('alert')).toHaveTextContent(
      'Runs still refer to this dataset',
    );
  });

  it('that does not exist says so', async () => {
    server.use(http.get(url('/datasets/zz'), () => problem(404, 'dataset_not_found')));
    renderApp('/datasets/zz');
    expect(await screen.findByRole('alert')).toHaveTextContent('Dataset not found');
  });
});
