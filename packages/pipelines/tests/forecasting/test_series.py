"""Rows become one series: sorted, on the grid, gaps and repeated times known."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from azuraforge_contracts.datasets import ColumnType
from azuraforge_pipelines.data import TrainingData
from azuraforge_pipelines.errors import DataError
from azuraforge_pipelines.forecasting.history import fill_gaps
from azuraforge_pipelines.forecasting.series import read_series
from azuraforge_pipelines.testing import frame_data

TYPES: dict[str, ColumnType] = {"day": "datetime", "y": "number", "shop": "category"}


def days(values: list[Any], drop: tuple[int, ...] = (), **columns: Any) -> pd.DataFrame:
    frame = pd.DataFrame({"day": pd.date_range("2024-02-20", periods=len(values)), "y": values, "shop": "a"})
    return frame.assign(**columns).drop(index=list(drop))


def read(frame: pd.DataFrame) -> Any:
    return read_series(data_of(frame))


def data_of(frame: pd.DataFrame) -> TrainingData:
    return frame_data(frame, TYPES, "y", "day")


def test_unsorted_rows_are_sorted_and_keep_their_row_numbers() -> None:
    frame = days([float(n) for n in range(20)]).iloc[::-1]
    series = read(frame)
    np.testing.assert_array_equal(series.values, np.arange(20.0))
    np.testing.assert_array_equal(series.rows, np.arange(20)[::-1])


def test_gaps_missing_cells_and_rows_without_a_time_are_counted() -> None:
    frame = days([None, *range(1, 30)], drop=(5, 6)).astype({"y": float})
    frame.loc[9, "y"] = np.nan
    frame.loc[29, "day"] = pd.NaT
    series = read(frame)
    assert series.findings() == {
        "frequency": "every day", "points": 28, "gaps": 2, "repeated_times": 0, "missing_values": 2,
        "rows_without_time": 1,
    }  # fmt: skip
    assert np.isnan(series.values[[4, 5, 8]]).all()
    assert list(series.rows[[4, 5, 8]]) == [-1, -1, -1]
    # It begins with the first known value: the 21st of February.
    assert pd.Timestamp(series.frequency.start, unit="us") == pd.Timestamp("2024-02-21")


def test_a_few_repeated_times_are_averaged_and_have_no_row_of_their_own() -> None:
    frame = days([float(n) for n in range(30)])
    frame = pd.concat([frame, frame.iloc[[3]].assign(y=7.0)], ignore_index=True)
    series = read(frame)
    assert (series.values[3], series.rows[3], series.repeated) == (5.0, -1, 1)
    assert len(series) == 30


def test_several_series_are_refused_and_the_column_that_tells_them_apart_is_named() -> None:
    one = days([float(n) for n in range(30)])
    with pytest.raises(DataError, match=r"several series.*'shop'.*one series per dataset") as refused:
        read(pd.concat([one, one.assign(shop="b")], ignore_index=True))
    assert refused.value.code == "several_series"
    with pytest.raises(DataError, match="30 of 30 times occur in more than one row"):
        read(pd.concat([one, one], ignore_index=True))


def test_gaps_are_filled_along_the_season() -> None:
    at = np.arange(48)
    whole = 100 + at + 20 * np.sin(2 * np.pi * at / 12)
    holed = np.where(np.isin(at, [15, 16, 17, 30]), np.nan, whole)
    filled = fill_gaps(holed, 12)
    known = np.isfinite(holed)
    np.testing.assert_array_equal(filled[known], whole[known])
    assert np.abs(filled - whole).max() < 4
    assert np.abs(fill_gaps(holed, 1) - whole).max() > 4
