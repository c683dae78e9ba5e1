"""Real runs of the built-in pipelines, trained once, and tables of held-out rows as they are stored."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import numpy as np
import orjson
import pandas as pd
import pyarrow as pa
import pytest
from azuraforge_analysis.analyse import AnyAnalysis, Facts, analyse
from azuraforge_contracts.datasets import ColumnType
from azuraforge_contracts.run_files import HOLDOUT_FACTS
from azuraforge_pipelines.data import TrainingData
from azuraforge_pipelines.holdouts import holdout_table
from azuraforge_pipelines.interface import Holdout
from azuraforge_pipelines.registry import load_pipeline
from azuraforge_pipelines.testing.data import conformance_series, frame_data, sample_data
from azuraforge_pipelines.testing.recording import RecordingContext


class Run:
    """A trained run: its data, its held-out rows and their analysis."""

    def __init__(self, pipeline: str, data: TrainingData, **config: Any) -> None:
        loaded = load_pipeline(pipeline)
        result = loaded.train(RecordingContext(7), data, loaded.config_model.model_validate(config))
        self.data = data
        self.holdout: Holdout = result.holdout
        self.metrics = result.metrics
        facts = Facts("run", data.target, data.dataset.columns, data.time_column)
        self.analysis: Any = analyse(holdout_table(result.holdout), data.dataset.table, facts)


@cache
def _diabetes() -> Run:
    return Run("linear", sample_data("diabetes"))


@cache
def _sunspots() -> Run:
    return Run("forecaster", sample_data("sunspots", time_column="year"), horizon=6, method="theta")


@cache
def _monthly() -> Run:
    return Run("forecaster", conformance_series(), horizon=6, method="theta")


@cache
def _cancer() -> Run:
    return Run("classifier", sample_data("breast-cancer"), max_iter=30)


@pytest.fixture(scope="session")
def diabetes() -> Run:
    """A linear regression."""
    return _diabetes()


@pytest.fixture(scope="session")
def sunspots() -> Run:
    """Forecasts of a real series, six years ahead."""
    return _sunspots()


@pytest.fixture(scope="session")
def monthly() -> Run:
    """Forecasts of a shuffled series of months."""
    return _monthly()


@pytest.fixture(scope="session")
def cancer() -> Run:
    """A classifier of two classes."""
    return _cancer()


def _table(
    actual: Any,
    predicted: Any,
    classes: Sequence[str] | None = None,
    level: float | None = None,
    **columns: Any,
) -> pa.Table:
    content = {
        "row": np.arange(len(actual)),
        "actual": np.asarray(actual, dtype=np.float64),
        "predicted": np.asarray(predicted, dtype=np.float64),
        **columns,
    }
    facts = orjson.dumps({"classes": classes, "level": level})
    return pa.table(content).replace_schema_metadata({HOLDOUT_FACTS: facts})


@pytest.fixture(scope="session")
def table() -> Callable[..., pa.Table]:
    """Makes held-out rows 0, 1, ... as they are stored."""
    return _table


@pytest.fixture(scope="session")
def analysed() -> Callable[..., AnyAnalysis]:
    """Analyses made-up rows: `frame` holds the dataset's columns with their types, the target `y` beside."""

    def make(
        actual: Any,
        predicted: Any,
        frame: pd.DataFrame | None = None,
        types: dict[str, ColumnType] | None = None,
        **stored: Any,
    ) -> AnyAnalysis:
        frame = pd.DataFrame(index=range(len(actual))) if frame is None else frame.copy()
        frame["y"] = np.asarray(actual, dtype=np.float64)
        data = frame_data(frame, {**(types or {}), "y": "number"}, "y")
        holdout = _table(actual, predicted, **stored)
        return analyse(holdout, data.dataset.table, Facts("run", "y", data.dataset.columns))

    return make


@pytest.fixture(scope="session")
def train() -> Callable[..., Run]:
    """Trains a pipeline on a sample."""
    return lambda pipeline, sample: Run(pipeline, sample_data(sample))
