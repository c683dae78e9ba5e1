"""Datasets, splits, the cache, and what is refused before training."""

from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from azuraforge_contracts.datasets import ColumnSchema
from azuraforge_pipelines.checks import check_regression_request
from azuraforge_pipelines.data import REMEMBERED_BYTES, Dataset, DatasetCache, TrainingData, read_dataset
from azuraforge_pipelines.errors import DataError
from azuraforge_pipelines.testing import frame_data, sample_data
from sklearn.model_selection import train_test_split


def column(name: str, dtype: str = "number", missing: int = 0, distinct: int = 50) -> ColumnSchema:
    return ColumnSchema(name=name, dtype=dtype, missing=missing, distinct=distinct)


COLUMNS = [
    column("y"),
    column("x"),
    column("constant", distinct=1),
    column("empty", missing=100, distinct=0),
    column("sparse", missing=95, distinct=5),
    column("words", "text"),
    column("when", "datetime"),
    column("flag", "boolean", distinct=2),
]


@pytest.mark.parametrize(
    ("target", "time_column", "excluded", "code", "word"),
    [
        ("Y", None, [], "target_missing", "'Y'"),
        ("words", None, [], "target_not_numeric", "text"),
        ("flag", None, [], "target_not_numeric", "boolean"),
        ("constant", None, [], "target_constant", "'constant'"),
        ("empty", None, [], "target_all_null", "'empty'"),
        ("sparse", None, [], "too_few_rows", "5 rows"),
        ("y", "nowhere", [], "time_column_missing", "'nowhere'"),
        ("y", "words", [], "time_column_not_time", "text"),
        ("y", "y", [], "time_column_is_target", "target"),
        ("y", None, ["zzz"], "column_missing", "'zzz'"),
        ("y", None, [c.name for c in COLUMNS], "no_features", "'y'"),
    ],
)
def test_requests_that_cannot_be_trained(
    target: str, time_column: str | None, excluded: list[str], code: str, word: str
) -> None:
    with pytest.raises(DataError) as caught:
        check_regression_request(COLUMNS, 100, target, time_column, excluded)
    assert caught.value.code == code
    assert word in caught.value.message


def test_a_request_that_can_be_trained() -> None:
    check_regression_request(COLUMNS, 100, "y", "when", ["words"])


def test_the_split_is_that_of_scikit_learn() -> None:
    data = sample_data("diabetes")
    split = data.split(0.25, seed=11)
    train, test = train_test_split(np.arange(442), test_size=0.25, random_state=11)
    np.testing.assert_array_equal(split.train, train)
    np.testing.assert_array_equal(split.holdout, test)


def test_rows_without_target_or_time_are_in_neither_part() -> None:
    frame = pd.DataFrame(
        {"t": [*range(20), None, None], "x": range(22), "y": [None, np.inf, *np.linspace(0, 1, 20)]}
    )
    data = frame_data(frame, {"t": "integer", "x": "integer", "y": "number"}, "y", "t")
    split = data.split(0.2, seed=0)
    assert split.dropped == 4
    assert sorted([*split.train, *split.holdout]) == list(range(2, 20))
    assert split.holdout.tolist() == [16, 17, 18, 19]


def test_a_seed_of_any_size_works() -> None:
    data = sample_data("diabetes")
    assert len(data.split(0.2, seed=2**63 - 1).holdout) == 89


def test_columns_are_decoded_by_type_with_missing_cells() -> None:
    frame = pd.DataFrame(
        {
            "n": [1.5, np.nan, np.inf],
            "i": pd.array([1, None, 3], dtype="Int64"),
            "c": ["b", None, "a"],
            "b": pd.array([True, None, False], dtype="boolean"),
            "t": pd.Series(["1970-01-01T00:00:01", None, "2024-02-29T00:00:00"]).astype("datetime64[us]"),
        }
    )
    types = {"n": "number", "i": "integer", "c": "category", "b": "boolean", "t": "datetime"}
    dataset = frame_data(frame, types, "n").dataset  # type: ignore[arg-type]
    np.testing.assert_array_equal(dataset.numbers("n"), [1.5, np.nan, np.nan])
    np.testing.assert_array_equal(dataset.numbers("i"), [1, np.nan, 3])
    np.testing.assert_array_equal(dataset.booleans("b"), [1, np.nan, 0])
    np.testing.assert_array_equal(dataset.times("t"), [1e6, np.nan, 1_709_164_800_000_000])
    categories = dataset.categories("c")
    assert categories.values == ("a", "b")
    assert categories.codes.tolist() == [1, -1, 0]
    with pytest.raises(ValueError, match="read-only"):
        dataset.numbers("n")[0] = 7.0


def stored(path: Path, rows: int) -> list[ColumnSchema]:
    pq.write_table(pa.table({"y": np.arange(float(rows))}), path)
    return [column("y", distinct=rows)]


def test_the_cache_reads_each_content_once_and_forgets_the_oldest(tmp_path: Path) -> None:
    cache = DatasetCache(max_bytes=20_000)
    columns = {name: stored(tmp_path / name, 1000) for name in "abc"}

    def opened(name: str) -> Dataset:
        return cache.open(tmp_path / name, columns[name], sha256=name)

    first = opened("a")
    assert opened("a") is first
    opened("b")
    assert opened("a") is first
    opened("c")  # 24 kB by now: "b" was used longest ago
    assert opened("a") is first
    (tmp_path / "b").unlink()
    with pytest.raises(DataError) as caught:
        opened("b")
    assert caught.value.code == "dataset_unreadable"


def test_one_dataset_over_the_limit_still_stays(tmp_path: Path) -> None:
    cache = DatasetCache(max_bytes=1)
    columns = stored(tmp_path / "a", 1000)
    assert cache.open(tmp_path / "a", columns, "a") is cache.open(tmp_path / "a", columns, "a")


def test_a_broken_or_foreign_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "broken").write_bytes(b"PAR1 not really PAR1")
    stored(tmp_path / "other", 5)
    for name in ("broken", "other"):
        with pytest.raises(DataError) as caught:
            read_dataset(tmp_path / name, [column("z")], "x")
        assert caught.value.code == "dataset_unreadable"


def test_what_is_remembered_is_made_once_per_key() -> None:
    dataset = sample_data("linnerud").dataset
    made: list[str] = []

    def make(key: str) -> str:
        made.append(key)
        return key

    def remembered(key: str, share: float) -> None:
        size = int(REMEMBERED_BYTES * share)
        assert dataset.remember(key, lambda: make(key), lambda _: size) == key

    for key in ("a", "a", "b", "a", "c", "a", "b"):  # two of them fit
        remembered(key, 0.4)
    assert made == ["a", "b", "c", "b"]
    remembered("huge", 1.1)
    remembered("huge", 1.1)
    assert made[4:] == ["huge", "huge"]


def test_training_data_knows_its_hash() -> None:
    data = sample_data("linnerud")
    assert data.sha256 == data.dataset.sha256
    assert isinstance(data, TrainingData)
    assert len(data.sha256) == 64
