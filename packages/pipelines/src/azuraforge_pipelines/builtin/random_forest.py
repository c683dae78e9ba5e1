"""A random forest for regression: scikit-learn's RandomForestRegressor, grown in view."""

import time
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, ClassVar

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from sklearn.ensemble import RandomForestRegressor
from sklearn.ensemble._forest import _generate_unsampled_indices
from sklearn.utils._openmp_helpers import _openmp_effective_n_threads

from azuraforge_pipelines.builtin.random_forest_config import RandomForestConfig
from azuraforge_pipelines.columns import FloatArray
from azuraforge_pipelines.config import PipelineConfig
from azuraforge_pipelines.context import RunContext
from azuraforge_pipelines.cross_validation import train_tabular
from azuraforge_pipelines.data import SEED_RANGE, TrainingData
from azuraforge_pipelines.errors import DataError
from azuraforge_pipelines.features import Encoding
from azuraforge_pipelines.folds import Fold
from azuraforge_pipelines.interface import PipelineInfo, TrainingResult
from azuraforge_pipelines.regression import REGRESSION_METRICS, REGRESSION_OBJECTIVE
from azuraforge_pipelines.tabular import Fitted, TabularModel, load_tabular_model

TRUSTED_TYPES = ("sklearn.tree._tree.Tree",)
CURVE_POINTS = 40
_ENCODING = Encoding(times="parts")
_AIMED_SECONDS = 0.3
_PROGRESS_EVERY_S = 0.25


class RandomForest:
    """Averaged trees, each grown on its own draw of rows."""

    info: ClassVar[PipelineInfo] = PipelineInfo(
        id="random-forest",
        name="Random forest",
        task="regression",
        description="The average of many trees, each grown on its own draw of the rows (scikit-learn). Needs"
        " little tuning, takes numbers, categories, booleans, dates and missing values, and tells an"
        " out-of-bag error beside the held-out one.",
        version="1.0.0",
        metrics=REGRESSION_METRICS,
        default_objective=REGRESSION_OBJECTIVE,
        live_curve=True,
        i18n={
            "tr": {
                "name": "Rastgele orman",
                "description": "Her biri satırların ayrı bir çekilişiyle yetişen çok sayıda ağacın ortalaması"
                " (scikit-learn). Az ayar ister; sayıları, kategorileri, mantıksal değerleri, tarihleri ve"
                " eksik değerleri alır, ayrılan satırların yanında torba dışı hatayı da gösterir.",
            }
        },
    )
    config_model: ClassVar[type[PipelineConfig]] = RandomForestConfig

    def train(self, context: RunContext, data: TrainingData, config: RandomForestConfig) -> TrainingResult:
        """See `Pipeline.train`. The same request gives the same trees, on however many threads."""
        return train_tabular(context, data, config, _ENCODING, partial(_fit, config=config))

    def load_model(self, files: Mapping[str, bytes]) -> "ForestModel":
        """See `Pipeline.load_model`."""
        model = load_tabular_model(files, TRUSTED_TYPES)
        return ForestModel(model.encoder, model.estimator)


class ForestModel(TabularModel):
    """A forest that takes any number: trees read single precision, and refuse what lies beyond it."""

    def matrix(self, rows: pa.Table) -> FloatArray:
        """See `TabularModel.matrix`."""
        return _within_range(super().matrix(rows))


def _within_range(matrix: FloatArray) -> FloatArray:
    limits = np.finfo(np.float32)
    clipped: FloatArray = np.clip(matrix, limits.min, limits.max)
    return clipped


def _fit(context: RunContext, fold: Fold, config: RandomForestConfig) -> Fitted:
    began = time.perf_counter()
    train_x = _single_precision(fold, fold.train_x)
    drawn = max(1, int(config.max_samples * len(train_x)))
    forest = RandomForestRegressor(
        n_estimators=1,
        max_depth=config.max_depth,
        min_samples_leaf=config.min_samples_leaf,
        max_features=config.max_features,
        max_samples=drawn,
        warm_start=True,
        n_jobs=_openmp_effective_n_threads(),
        random_state=context.seed % SEED_RANGE,
    )
    watch = _ForestWatch(context, fold, train_x, config)
    given_up = False
    for size in _sizes(config.n_estimators):
        context.check_stop()
        forest.set_params(n_estimators=size)
        forest.fit(train_x, fold.train_y)
        watch.add(forest.estimators_, drawn)
        given_up = context.finish_requested() and size < config.n_estimators
        if given_up:
            break
    watch.report()
    # Several threads add their trees up in the order they finish, in other bits each time.
    forest.set_params(n_jobs=None, warm_start=False)
    seconds = time.perf_counter() - began
    details = {"trees": watch.trees, "oob_rmse": watch.out_of_bag_rmse}
    return Fitted(ForestModel(fold.encoder, forest), watch.predicted, seconds, given_up, details)


def _sizes(trees: int) -> Iterator[int]:
    """The sizes to grow the forest to: a few trees at a time, as many as take a fraction of a second.

    However it is divided, scikit-learn grows the same trees.
    """
    size, step = 0, 1
    while size < trees:
        size = min(trees, size + step)
        began = time.monotonic()
        yield size
        took = max(time.monotonic() - began, 1e-6)
        step = int(np.clip(step * _AIMED_SECONDS / took, 1, 2 * step))


def _single_precision(fold: Fold, matrix: FloatArray) -> NDArray[np.float32]:
    """The matrix as trees read it; raises `DataError` for numbers beyond its range."""
    with np.errstate(over="ignore"):
        narrow = matrix.astype(np.float32)
    too_large = np.isinf(narrow).any(axis=0)
    if too_large.any():
        name = fold.encoder.feature_names[int(np.argmax(too_large))]
        raise DataError(
            "values_too_large",
            f"Column {name!r} holds values beyond {np.finfo(np.float32).max:.3g}; scale the column or leave"
            " it out.",
        )
    return narrow


class _ForestWatch:
    """Follows a growing forest: sums of its trees' predictions, from which all curves come."""

    def __init__(
        self, context: RunContext, fold: Fold, train_x: NDArray[np.float32], config: RandomForestConfig
    ) -> None:
        self._context = context
        self._fold = fold
        self._train_x = train_x
        self._holdout_x = _within_range(fold.holdout_x).astype(np.float32)
        self._trees_wanted = config.n_estimators
        self._stride = max(1, config.n_estimators // CURVE_POINTS)
        self._reported = 0
        self._progress_at = 0.0
        self.trees = 0
        self._sum = np.zeros(len(fold.holdout_y))
        self._bag_sum = np.zeros(len(train_x))
        self._bag_count = np.zeros(len(train_x))

    @property
    def predicted(self) -> FloatArray:
        """The held-out rows' predictions, bit for bit those of the forest on one thread."""
        return self._sum / self.trees

    @property
    def out_of_bag_rmse(self) -> float | None:
        """The error on the training rows, each by the trees that didn't draw it; None without such rows."""
        met = self._bag_count > 0
        if not met.any():
            return None
        errors = self._bag_sum[met] / self._bag_count[met] - self._fold.train_y[met]
        return float(np.sqrt(np.mean(errors**2)))

    def add(self, trees: list[Any], drawn: int) -> None:
        """Take the trees in that have been grown since; raises `Stopped` when a stop was asked for."""
        for tree in trees[self.trees :]:
            self._context.check_stop()
            if len(self._sum):
                self._sum += tree.predict(self._holdout_x, check_input=False)
            rows = _generate_unsampled_indices(tree.random_state, len(self._train_x), drawn, None)
            if len(rows):
                self._bag_sum[rows] += tree.predict(self._train_x[rows], check_input=False)
                self._bag_count[rows] += 1
            self.trees += 1
            if self.trees % self._stride == 0 or self.trees == 1:
                self.report()

    def report(self) -> None:
        """Put the forest as it is on the curves, unless it is there."""
        if self._reported == self.trees:
            return
        self._reported = self.trees
        curves = {"oob_rmse": self.out_of_bag_rmse}
        if len(self._sum):
            scores = self._fold.task.score(self._fold.holdout_y, self.predicted)
            curves["validation_rmse"] = scores["rmse"]
        self._context.metric(self.trees, **{name: v for name, v in curves.items() if v is not None})
        now = time.monotonic()
        if now - self._progress_at >= _PROGRESS_EVERY_S:
            self._progress_at = now
            self._context.progress(
                self.trees / self._trees_wanted, f"Tree {self.trees} of {self._trees_wanted}"
            )
