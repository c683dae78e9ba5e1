"""What the conformance suite catches in classifications, in cross-validations and in runs given up."""

from collections.abc import Mapping
from functools import partial
from typing import Any, ClassVar

import numpy as np
import pytest
from azuraforge_pipelines.classification import (
    CLASSIFICATION,
    CLASSIFICATION_METRICS,
    CLASSIFICATION_OBJECTIVE,
)
from azuraforge_pipelines.config import PipelineConfig
from azuraforge_pipelines.context import RunContext
from azuraforge_pipelines.cross_validation import train_tabular
from azuraforge_pipelines.data import TrainingData
from azuraforge_pipelines.features import Encoding
from azuraforge_pipelines.folds import Fold
from azuraforge_pipelines.interface import Holdout, PipelineInfo, TrainingResult
from azuraforge_pipelines.tabular import Fitted, TabularClassifier, TabularModel, load_tabular_model
from azuraforge_pipelines.tabular_config import TabularConfig
from azuraforge_pipelines.testing import check_conformance
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

KINDS = [TabularConfig(), TabularConfig(cv="k-fold", cv_folds=3)]


class TinyLogistic:
    """A classification another package might bring; the planted faults below each break one rule of it."""

    info: ClassVar[PipelineInfo] = PipelineInfo(
        id="tiny-logistic",
        name="Tiny logistic",
        task="classification",
        description="Logistic regression on the numbers.",
        version="1",
        metrics=CLASSIFICATION_METRICS,
        default_objective=CLASSIFICATION_OBJECTIVE,
    )
    config_model: ClassVar[type[PipelineConfig]] = TabularConfig

    def train(self, context: RunContext, data: TrainingData, config: TabularConfig) -> TrainingResult:
        fit = partial(self.fit, data=data)
        return train_tabular(context, data, config, Encoding(times="parts"), fit, CLASSIFICATION)

    def scaler(self, fold: Fold, data: TrainingData) -> Pipeline:  # noqa: ARG002
        scaler: Pipeline = self.plain_scaler().fit(fold.train_x)
        return scaler

    @staticmethod
    def plain_scaler() -> Pipeline:
        return make_pipeline(SimpleImputer(keep_empty_features=True), StandardScaler())

    def fit(self, context: RunContext, fold: Fold, data: TrainingData) -> Fitted:
        context.check_stop()
        scaler = self.scaler(fold, data)
        logistic = LogisticRegression(max_iter=300).fit(scaler.transform(fold.train_x), fold.train_y)
        fitted = Pipeline([("scaler", scaler), ("logistic", logistic)])
        classes = fold.target.classes or ()
        predicted = (
            fitted.predict_proba(fold.holdout_x) if len(fold.holdout_y) else np.empty((0, len(classes)))
        )
        model = TabularClassifier(fold.encoder, fitted, classes)
        return Fitted(model, predicted, 0.0, stopped_early=False, details={})

    def load_model(self, files: Mapping[str, bytes]) -> TabularModel:
        return load_tabular_model(files, ("numpy.dtype",))


def rules(pipeline: Any, config: TabularConfig) -> set[str]:
    return {violation.rule for violation in check_conformance(pipeline, config=config)}


def with_holdout(result: TrainingResult, **changes: Any) -> TrainingResult:
    return TrainingResult(**{**vars(result), "holdout": Holdout(**{**vars(result.holdout), **changes})})


@pytest.mark.parametrize("config", KINDS)
def test_a_sound_classification_passes(config: TabularConfig) -> None:
    assert check_conformance(TinyLogistic(), config=config) == []


@pytest.mark.parametrize("config", KINDS)
def test_a_scaler_fitted_on_all_rows_is_a_leak(config: TabularConfig) -> None:
    class Scaled(TinyLogistic):
        def scaler(self, fold: Fold, data: TrainingData) -> Pipeline:
            scaler: Pipeline = self.plain_scaler().fit(fold.encoder.transform(data.dataset))
            return scaler

    assert rules(Scaled(), config) == {"leak"}


@pytest.mark.parametrize("config", KINDS)
def test_a_lost_seed_is_found(config: TabularConfig) -> None:
    class FixedSeed(TinyLogistic):
        def train(self, context: RunContext, data: TrainingData, config: TabularConfig) -> TrainingResult:
            context.seed = 42
            return super().train(context, data, config)

    assert rules(FixedSeed(), config) == {"seed"}


@pytest.mark.parametrize("config", KINDS)
def test_a_stop_that_is_not_obeyed_is_found(config: TabularConfig) -> None:
    class Deaf(TinyLogistic):
        def train(self, context: RunContext, data: TrainingData, config: TabularConfig) -> TrainingResult:
            context.stop_requested = lambda: False  # type: ignore[method-assign]
            return super().train(context, data, config)

    assert rules(Deaf(), config) == {"stop"}


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("classes", lambda held: held.classes[::-1]),
        ("classes", None),
        ("probabilities", None),
        ("probabilities", lambda held: held.probabilities * 2),
        ("probabilities", lambda held: held.probabilities[:, :2]),
        ("predicted", lambda held: held.actual),
        ("actual", lambda held: held.predicted),
    ],
)
def test_a_holdout_that_is_not_true_is_found(field: str, change: Any) -> None:
    class Flattering(TinyLogistic):
        def train(self, context: RunContext, data: TrainingData, config: TabularConfig) -> TrainingResult:
            result = super().train(context, data, config)
            return with_holdout(result, **{field: change(result.holdout) if change else None})

    assert "result" in rules(Flattering(), TabularConfig())


@pytest.mark.parametrize("config", KINDS)
def test_a_model_that_forgets_its_classes_or_probabilities_is_found(config: TabularConfig) -> None:
    class Plain(TinyLogistic):
        def load_model(self, files: Mapping[str, bytes]) -> TabularModel:
            model = super().load_model(files)
            return TabularModel(model.encoder, model.estimator)

    class Sharper(TinyLogistic):
        def load_model(self, files: Mapping[str, bytes]) -> TabularModel:
            model = super().load_model(files)
            model.estimator[-1].coef_ *= 1.01
            return model

    assert rules(Plain(), config) == {"model"}
    assert rules(Sharper(), config) == {"model"}


def test_a_run_given_up_that_does_not_say_so_is_found() -> None:
    class Silent(TinyLogistic):
        def train(self, context: RunContext, data: TrainingData, config: TabularConfig) -> TrainingResult:
            result = super().train(context, data, config)
            return TrainingResult(**{**vars(result), "stopped_early": False})

    assert rules(Silent(), TabularConfig(cv="k-fold", cv_folds=3)) == {"finish"}
