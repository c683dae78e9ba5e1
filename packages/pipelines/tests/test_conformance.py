"""The conformance suite must catch what it promises to catch."""

import pickle
import random
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar

import numpy as np
import pytest
from azuraforge_contracts.manifest import Objective
from azuraforge_pipelines.columns import FloatArray
from azuraforge_pipelines.config import PipelineConfig, setting
from azuraforge_pipelines.context import RunContext
from azuraforge_pipelines.data import TrainingData
from azuraforge_pipelines.features import Encoding
from azuraforge_pipelines.folds import prepare_fold
from azuraforge_pipelines.interface import PipelineInfo, TrainingResult
from azuraforge_pipelines.regression import REGRESSION_METRICS, REGRESSION_OBJECTIVE
from azuraforge_pipelines.tabular import Fitted, TabularModel, build_result, load_tabular_model
from azuraforge_pipelines.tabular_config import HoldoutConfig
from azuraforge_pipelines.testing import check_conformance
from pydantic import Field
from sklearn.linear_model import Ridge
from sklearn.preprocessing import StandardScaler


class RidgeConfig(HoldoutConfig):
    alpha: float = setting(
        1.0, title="Alpha", description="Penalty.", tr=("Alfa", "Ceza."), ge=0.001, le=1000.0
    )


class TinyRidge:
    """A pipeline another package might bring; the planted faults below each break one rule of it."""

    info: ClassVar[PipelineInfo] = PipelineInfo(
        id="tiny-ridge",
        name="Tiny ridge",
        task="regression",
        description="Ridge on the numbers.",
        version="1",
        metrics=REGRESSION_METRICS,
        default_objective=REGRESSION_OBJECTIVE,
    )
    config_model: ClassVar[type[PipelineConfig]] = RidgeConfig

    def train(self, context: RunContext, data: TrainingData, config: RidgeConfig) -> TrainingResult:
        fold = prepare_fold(context, data, config, Encoding(times="parts", unknown="missing"))
        context.check_stop()
        filled = [np.nan_to_num(part, nan=-1.0) for part in (fold.train_x, fold.holdout_x)]
        estimator = Ridge(alpha=config.alpha).fit(filled[0], fold.train_y)
        model = FilledModel(fold.encoder, estimator)
        predicted = estimator.predict(filled[1])
        return build_result(fold, Fitted(model, predicted, 0.0, stopped_early=False, details={}))

    def load_model(self, files: Mapping[str, bytes]) -> "FilledModel":
        model = load_tabular_model(files, ())
        return FilledModel(model.encoder, model.estimator)


class FilledModel(TabularModel):
    def predict(self, rows: Any) -> FloatArray:
        class Filling:
            @staticmethod
            def predict(matrix: FloatArray) -> FloatArray:
                predicted: FloatArray = estimator.predict(np.nan_to_num(matrix, nan=-1.0))
                return predicted

        estimator = self.estimator
        return TabularModel(self.encoder, Filling).predict(rows)


def replaced(result: TrainingResult, **changes: Any) -> TrainingResult:
    return TrainingResult(**{**vars(result), **changes})


def rules(pipeline: Any, **options: Any) -> set[str]:
    return {violation.rule for violation in check_conformance(pipeline, **options)}


def test_a_sound_pipeline_passes() -> None:
    assert check_conformance(TinyRidge()) == []


@pytest.mark.parametrize("on_all_rows", [True, False])
def test_a_scaler_fitted_on_all_rows_is_a_leak(on_all_rows: bool) -> None:
    class Scaled(TinyRidge):
        def train(self, context: RunContext, data: TrainingData, config: RidgeConfig) -> TrainingResult:
            fold = prepare_fold(context, data, config, Encoding(times="parts"))
            every_row = fold.encoder.transform(data.dataset)
            train_x, holdout_x = (np.nan_to_num(part, nan=-1.0) for part in (fold.train_x, fold.holdout_x))
            scaler = StandardScaler().fit(np.nan_to_num(every_row, nan=-1.0) if on_all_rows else train_x)
            estimator = Ridge(alpha=config.alpha).fit(scaler.transform(train_x), fold.train_y)
            estimator.coef_ = estimator.coef_ / scaler.scale_  # takes raw inputs from here on
            estimator.intercept_ -= float(scaler.mean_ @ estimator.coef_)
            model, predicted = FilledModel(fold.encoder, estimator), estimator.predict(holdout_x)
            return build_result(fold, Fitted(model, predicted, 0.0, stopped_early=False, details={}))

    assert rules(Scaled()) == ({"leak"} if on_all_rows else set())


def test_a_split_that_depends_on_values_is_a_leak() -> None:
    class Sorted(TinyRidge):
        def train(self, context: RunContext, data: TrainingData, config: RidgeConfig) -> TrainingResult:
            result = super().train(context, data, config)
            order = np.argsort(result.holdout.predicted)
            held = result.holdout
            moved = type(held)(held.rows[order], held.actual[order], held.predicted[order])
            return replaced(result, holdout=moved)

    assert "leak" in rules(Sorted())


@pytest.mark.parametrize("draw", [np.random.rand, random.random])
def test_randomness_beside_the_seed_is_found(draw: Any) -> None:
    class Unseeded(TinyRidge):
        def train(self, context: RunContext, data: TrainingData, config: RidgeConfig) -> TrainingResult:
            result = super().train(context, data, config)
            return replaced(result, metrics={name: draw() for name in result.metrics})

    assert "reproducible" in rules(Unseeded())


def test_a_lost_seed_is_found() -> None:
    class FixedSeed(TinyRidge):
        def train(self, context: RunContext, data: TrainingData, config: RidgeConfig) -> TrainingResult:
            context.seed = 42
            return super().train(context, data, config)

    assert rules(FixedSeed()) == {"seed"}


def test_a_stop_that_is_not_obeyed_is_found() -> None:
    class Deaf(TinyRidge):
        def train(self, context: RunContext, data: TrainingData, config: RidgeConfig) -> TrainingResult:
            context.stop_requested = lambda: False  # type: ignore[method-assign]
            return super().train(context, data, config)

    assert rules(Deaf()) == {"stop"}


def test_a_stop_that_is_obeyed_only_at_the_end_is_found() -> None:
    class Late(TinyRidge):
        def train(self, context: RunContext, data: TrainingData, config: RidgeConfig) -> TrainingResult:
            asked, context.stop_requested = context.stop_requested, lambda: False  # type: ignore[method-assign]
            result = super().train(context, data, config)
            for step in range(10):
                context.metric(step, loss=1.0)
            context.stop_requested = asked  # type: ignore[method-assign]
            context.check_stop()
            return result

    assert rules(Late()) == {"stop"}


class CurvingRidge(TinyRidge):
    """Promises a live curve, and reports and obeys as its attributes say."""

    info = replace(TinyRidge.info, live_curve=True)
    curves: tuple[str, ...] = ("train_rmse", "validation_rmse")
    obeys = True

    def train(self, context: RunContext, data: TrainingData, config: RidgeConfig) -> TrainingResult:
        given_up = False
        for step in range(1, 5 if self.curves else 1):
            context.check_stop()
            context.metric(step, **dict.fromkeys(self.curves, 1.0 / step))
            given_up = self.obeys and context.finish_requested()
            if given_up:
                break
        return replaced(super().train(context, data, config), stopped_early=given_up)


@pytest.mark.parametrize(
    ("curves", "obeys", "broken"),
    [
        (("train_rmse", "validation_rmse"), True, set()),
        (("rmse",), True, set()),
        (("train_rmse", "validation_loss"), True, set()),
        ((), True, {"curve"}),
        (("train_rmse",), True, {"curve"}),
        (("validation_loss", "validation_mae"), True, {"curve"}),
        (("validation_rmse",), False, {"finish"}),
    ],
)
def test_a_live_curve_that_is_promised_is_there(
    curves: tuple[str, ...], obeys: bool, broken: set[str]
) -> None:
    pipeline = CurvingRidge()
    pipeline.curves, pipeline.obeys = curves, obeys
    assert rules(pipeline) == broken
    silent = type("Silent", (CurvingRidge,), {"info": TinyRidge.info, "curves": curves, "obeys": obeys})()
    assert rules(silent) == set()


def test_settings_that_cannot_be_stored_are_found() -> None:
    class Callback(PipelineConfig):
        model_config: ClassVar[Any] = {"arbitrary_types_allowed": True}
        callback: Any = Field(default=len)

    class Unstorable(TinyRidge):
        config_model: ClassVar[type[PipelineConfig]] = Callback

    assert "config" in rules(Unstorable())


def test_settings_that_change_when_stored_are_found() -> None:
    class Forgetful(RidgeConfig):
        columns: frozenset[str] = Field(default=frozenset({"a"}), exclude=True)

    class Unstorable(TinyRidge):
        config_model: ClassVar[type[PipelineConfig]] = Forgetful

    found = check_conformance(Unstorable(), config=Forgetful(columns=frozenset({"b"})))
    assert any(violation.rule == "config" for violation in found)


def test_an_incomplete_manifest_is_found() -> None:
    class Bare(RidgeConfig):
        depth: int = 3

    class Incomplete(TinyRidge):
        config_model: ClassVar[type[PipelineConfig]] = Bare
        info: ClassVar[PipelineInfo] = PipelineInfo(
            **{**vars(TinyRidge.info), "default_objective": Objective(metric="auc", direction="maximize")}
        )

    messages = [str(violation) for violation in check_conformance(Incomplete(), languages=("tr",))]
    for part in ("'depth' has no description", "no lower bound", "no upper bound", "'auc'", "into 'tr'"):
        assert any(part in message for message in messages), part


def test_a_pickled_model_is_found() -> None:
    class PickledModel(FilledModel):
        def to_files(self) -> dict[str, bytes]:
            return {"model.pkl": pickle.dumps(self.estimator)}

    class Pickling(TinyRidge):
        def train(self, context: RunContext, data: TrainingData, config: RidgeConfig) -> TrainingResult:
            result = super().train(context, data, config)
            model: Any = result.model
            return replaced(result, model=PickledModel(model.encoder, model.estimator))

    assert rules(Pickling()) == {"model"}


def test_a_model_that_predicts_otherwise_once_loaded_is_found() -> None:
    class Forgetting(TinyRidge):
        def load_model(self, files: Mapping[str, bytes]) -> FilledModel:
            model = super().load_model(files)
            model.estimator.intercept_ += 1.0
            return model

    assert rules(Forgetting()) == {"model"}


def test_a_holdout_that_is_not_true_is_found() -> None:
    class Flattering(TinyRidge):
        def train(self, context: RunContext, data: TrainingData, config: RidgeConfig) -> TrainingResult:
            result = super().train(context, data, config)
            held = result.holdout
            return replaced(result, holdout=type(held)(held.rows, held.predicted, held.predicted))

    assert "result" in rules(Flattering())


def test_a_crash_is_a_finding_not_an_exception() -> None:
    class Crashing(TinyRidge):
        def train(self, *_: Any) -> TrainingResult:
            raise ZeroDivisionError("planted")

    assert rules(Crashing()) == {"crash"}
