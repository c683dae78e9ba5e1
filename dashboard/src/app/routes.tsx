import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  lazyRouteComponent,
} from '@tanstack/react-router';
import { batchesSearch, newBatchSearch } from '@/features/batches/search';
import { compareRunsSearch, compareSearch } from '@/features/compare/search';
import { errorsSearch } from '@/features/errors/search';
import { experimentsSearch, runSearch } from '@/features/experiments/search';
import { modelSearch, modelsSearch } from '@/features/models/search';
import { newPredictionSearch, predictionsSearch } from '@/features/predictions/search';
import { prefetchComparison } from './prefetch';
import { NotFoundPage } from './NotFoundPage';
import { RouteError } from './RouteError';
import { Root } from './Root';

const rootRoute = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  component: Root,
  notFoundComponent: NotFoundPage,
  errorComponent: RouteError,
});

const home = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  component: lazyRouteComponent(() => import('@/features/home/HomePage'), 'HomePage'),
});

const batches = createRoute({
  getParentRoute: () => rootRoute,
  path: '/batches',
  validateSearch: batchesSearch,
  component: lazyRouteComponent(() => import('@/features/batches/BatchesPage'), 'BatchesPage'),
});

const newBatch = createRoute({
  getParentRoute: () => rootRoute,
  path: '/batches/new',
  validateSearch: newBatchSearch,
  component: lazyRouteComponent(() => import('@/features/batches/NewBatchPage'), 'NewBatchPage'),
});

const batch = createRoute({
  getParentRoute: () => rootRoute,
  path: '/batches/$id',
  component: lazyRouteComponent(() => import('@/features/batches/BatchPage'), 'BatchPage'),
});

const compare = createRoute({
  getParentRoute: () => rootRoute,
  path: '/batches/$id/compare',
  validateSearch: compareSearch,
  // Beside the page's code, and already while the pointer rests on a link; the page waits for it.
  loader: ({ context, params }) => {
    prefetchComparison(context.queryClient, params.id);
  },
  component: lazyRouteComponent(() => import('./CompareRoute'), 'CompareRoute'),
});

const compareRuns = createRoute({
  getParentRoute: () => rootRoute,
  path: '/compare',
  validateSearch: compareRunsSearch,
  component: lazyRouteComponent(() => import('./CompareRoute'), 'CompareRunsRoute'),
});

const experiments = createRoute({
  getParentRoute: () => rootRoute,
  path: '/experiments',
  validateSearch: experimentsSearch,
  component: lazyRouteComponent(
    () => import('@/features/experiments/ExperimentsPage'),
    'ExperimentsPage',
  ),
});

const experiment = createRoute({
  getParentRoute: () => rootRoute,
  path: '/experiments/$id',
  validateSearch: (raw: Record<string, unknown>) => ({ ...errorsSearch(raw), ...runSearch(raw) }),
  component: lazyRouteComponent(() => import('./ExperimentRoute'), 'ExperimentRoute'),
});

const models = createRoute({
  getParentRoute: () => rootRoute,
  path: '/models',
  validateSearch: modelsSearch,
  component: lazyRouteComponent(() => import('@/features/models/ModelsPage'), 'ModelsPage'),
});

const model = createRoute({
  getParentRoute: () => rootRoute,
  path: '/models/$name',
  validateSearch: modelSearch,
  component: lazyRouteComponent(() => import('./ModelRoute'), 'ModelRoute'),
});

const predictions = createRoute({
  getParentRoute: () => rootRoute,
  path: '/predictions',
  validateSearch: predictionsSearch,
  component: lazyRouteComponent(
    () => import('@/features/predictions/PredictionsPage'),
    'PredictionsPage',
  ),
});

const newPrediction = createRoute({
  getParentRoute: () => rootRoute,
  path: '/predictions/new',
  validateSearch: newPredictionSearch,
  component: lazyRouteComponent(
    () => import('@/features/predictions/NewPredictionPage'),
    'NewPredictionPage',
  ),
});

const prediction = createRoute({
  getParentRoute: () => rootRoute,
  path: '/predictions/$id',
  component: lazyRouteComponent(
    () => import('@/features/predictions/PredictionPage'),
    'PredictionPage',
  ),
});

const datasets = createRoute({
  getParentRoute: () => rootRoute,
  path: '/datasets',
  component: lazyRouteComponent(() => import('@/features/datasets/DatasetsPage'), 'DatasetsPage'),
});

const dataset = createRoute({
  getParentRoute: () => rootRoute,
  path: '/datasets/$id',
  component: lazyRouteComponent(() => import('@/features/datasets/DatasetPage'), 'DatasetPage'),
});

const settings = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings',
  component: lazyRouteComponent(() => import('@/features/settings/SettingsPage'), 'SettingsPage'),
});

export const routeTree = rootRoute.addChildren([
  home,
  batches,
  newBatch,
  batch,
  compare,
  compareRuns,
  experiments,
  experiment,
  models,
  model,
  predictions,
  newPrediction,
  prediction,
  datasets,
  dataset,
  settings,
]);
