"""Data for tests of pipelines: real samples, own frames, a small one with every column type, and its twin."""

from collections.abc import Collection, Mapping
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from azuraforge_contracts.datasets import ColumnSchema, ColumnType
from azuraforge_contracts.manifest import TaskType
from numpy.typing import NDArray

from azuraforge_pipelines.canonical import canonical_table, describe_table
from azuraforge_pipelines.data import Dataset, TrainingData
from azuraforge_pipelines.samples import SAMPLES, BuiltSample, build_sample

_TYPES: dict[str, ColumnType] = {
    "size": "number",
    "rooms": "integer",
    "color": "category",
    "new": "boolean",
    "built": "datetime",
    "note": "text",
    "price": "number",
}


def conformance_data(task: TaskType = "regression", rows: int = 300) -> TrainingData:
    """Number, integer, category, boolean, datetime and text columns with missing cells.

    A regression learns a price; a classification which of three classes the price is in.
    """
    random = np.random.RandomState(7)
    size = random.gamma(4.0, 30.0, rows)
    room_count = random.randint(1, 8, rows)
    color = random.choice(["red", "green", "blue"], rows)
    is_new = random.rand(rows) < 0.3
    built = pd.Timestamp("1990-01-01") + pd.to_timedelta(random.randint(0, 12_000, rows), unit="D")
    price = 3 * size + 20 * room_count + 50 * (color == "red") + 40 * is_new + random.normal(0, 10, rows)
    frame = pd.DataFrame(
        {
            "size": np.where(random.rand(rows) < 0.1, np.nan, size),
            "rooms": room_count,
            "color": pd.Series(color).where(random.rand(rows) >= 0.1),
            "new": is_new,
            "built": built,
            "note": [f"house number {number}" for number in range(rows)],
            "price": np.where(np.arange(rows) % 50 == 0, np.nan, price),
        }
    )
    if task != "classification":
        return frame_data(frame, _TYPES, "price")
    classes = pd.cut(frame["price"], [-np.inf, 400, 700, np.inf], labels=["low", "middle", "high"])
    frame["price"] = classes.astype(object)
    return frame_data(frame, {**_TYPES, "price": "category"}, "price")


def conformance_series(points: int = 96) -> TrainingData:
    """Unsorted months with trend, season, a gap and a missing value, beside another column."""
    random = np.random.RandomState(7)
    at = np.arange(points)
    sales = (100 + at) * (1 + 0.2 * np.sin(2 * np.pi * at / 12)) + random.normal(0, 4, points)
    frame = pd.DataFrame(
        {
            "month": pd.date_range("2015-01-31", periods=points, freq="ME"),
            "sales": np.where(at == 40, np.nan, sales),
            "shop": "north",
        }
    )
    shuffled = frame.drop(index=[20]).sample(frac=1.0, random_state=7)
    return frame_data(
        shuffled, {"month": "datetime", "sales": "number", "shop": "category"}, "sales", "month"
    )


def frame_data(
    frame: pd.DataFrame, types: Mapping[str, ColumnType], target: str, time_column: str | None = None
) -> TrainingData:
    """A frame as a run would get it; `types` names the columns to take."""
    return TrainingData(_dataset(frame, types, "frame"), target, time_column)


def sample_data(key: str, target: str | None = None, time_column: str | None = None) -> TrainingData:
    """A sample as a run would get it, with its suggested target by default; raises `KeyError`."""
    built = _built(key)
    table = pq.read_table(pa.BufferReader(built.parquet))
    dataset = Dataset(table, built.manifest.columns, built.manifest.sha256)
    return TrainingData(dataset, target or built.manifest.suggested.target, time_column)


@cache
def _built(key: str) -> BuiltSample:
    return build_sample({sample.key: sample for sample in SAMPLES}[key])


def fresh(data: TrainingData) -> TrainingData:
    """The same data with nothing remembered from earlier runs."""
    dataset = Dataset(data.dataset.table, data.dataset.columns, data.dataset.sha256)
    return TrainingData(dataset, data.target, data.time_column)


def with_other_rows(data: TrainingData, rows: NDArray[np.int64], kept: Collection[str] = ()) -> TrainingData:
    """The same data, but these rows hold quite other values, except in the `kept` columns and the times.

    Cells that are missing stay so.
    """
    types: dict[str, ColumnType] = {column.name: column.dtype for column in data.dataset.columns}
    frame = data.frame().copy()
    for column in data.dataset.columns:
        if column.name not in {data.time_column, *kept}:
            frame[column.name] = _other_values(frame[column.name], column, rows)
    changed = _dataset(frame, types, f"{data.sha256}-changed")
    return TrainingData(changed, data.target, data.time_column)


def _other_values(
    values: "pd.Series[Any]", column: ColumnSchema, rows: NDArray[np.int64]
) -> "pd.Series[Any]":
    changed: pd.Series[Any] = values.astype(object).copy()
    held = values.iloc[rows]
    if column.dtype in {"number", "integer"}:
        replaced: list[Any] = list(held * 1000 + 12_345)
    elif column.dtype == "boolean":
        replaced = [None if pd.isna(value) else not value for value in held]
    elif column.dtype == "datetime":
        replaced = list(held + pd.Timedelta(days=20_000))
    else:
        replaced = [None if pd.isna(value) else f"other {number % 5}" for number, value in enumerate(held)]
    changed.iloc[rows] = pd.Series(replaced, dtype=object).to_numpy()
    return changed


def _dataset(frame: pd.DataFrame, types: Mapping[str, ColumnType], sha256: str) -> Dataset:
    table = canonical_table(frame, types)
    return Dataset(table, describe_table(table, types), sha256)
