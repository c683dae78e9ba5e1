import type { Messages } from '../../languages';
import auth from './auth.json';
import batches from './batches.json';
import common from './common.json';
import compare from './compare.json';
import datasets from './datasets.json';
import errors from './errors.json';
import experiments from './experiments.json';
import home from './home.json';
import models from './models.json';
import predictions from './predictions.json';
import settings from './settings.json';

export default {
  auth,
  batches,
  common,
  compare,
  datasets,
  errors,
  experiments,
  home,
  models,
  predictions,
  settings,
} satisfies Messages;
