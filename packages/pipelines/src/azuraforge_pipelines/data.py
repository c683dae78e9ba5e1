"""The data a run is given: a dataset read once per process, its target, and the seeded split."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from azuraforge_contracts.datasets import ColumnSchema
from azuraforge_contracts.errors import JobErrorCode
from numpy.typing import NDArray

from azuraforge_pipelines.checks import NUMERIC_TYPES, check_classification_request, check_regression_request
from azuraforge_pipelines.columns import (
    CategoryColumn,
    FloatArray,
    read_booleans,
    read_categories,
    read_classes,
    read_numbers,
    read_times,
)
from azuraforge_pipelines.errors import DataError

if TYPE_CHECKING:
    import pandas as pd

T = TypeVar("T")

SEED_RANGE = 2**32
REMEMBERED_BYTES = 256 * 1024**2


class Dataset:
    """A table whose columns are decoded once, plus a few things made from it that later runs need again."""

    def __init__(self, table: pa.Table, columns: Sequence[ColumnSchema], sha256: str) -> None:
        self.table = table
        self.columns = tuple(columns)
        self._by_name = {column.name: column for column in columns}
        self.sha256 = sha256
        self._decoded: dict[tuple[str, str], Any] = {}
        self._remembered: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()

    @property
    def row_count(self) -> int:
        """Rows of the dataset, those without a target included."""
        return int(self.table.num_rows)

    def column(self, name: str) -> ColumnSchema:
        """The schema of one column; raises `KeyError`."""
        return self._by_name[name]

    def numbers(self, name: str) -> FloatArray:
        """A number or integer column; missing cells and infinities are NaN."""
        return self._decode("numbers", name, lambda: read_numbers(self.table.column(name)))

    def booleans(self, name: str) -> FloatArray:
        """A boolean column as 0, 1 and NaN."""
        return self._decode("booleans", name, lambda: read_booleans(self.table.column(name)))

    def times(self, name: str) -> FloatArray:
        """A datetime column as microseconds since 1970; missing cells are NaN."""
        return self._decode("times", name, lambda: read_times(self.table.column(name)))

    def categories(self, name: str) -> CategoryColumn:
        """A category or text column as codes into its sorted values."""
        return self._decode("categories", name, lambda: read_categories(self.table.column(name)))

    def classes(self, name: str) -> CategoryColumn:
        """A column of any type but datetime as codes into its values, in their natural order."""
        return self._decode("classes", name, lambda: read_classes(self.table.column(name)))

    def frame(self) -> "pd.DataFrame":
        """The whole table as a pandas frame, decoded once: copy it before you change it."""
        frame: pd.DataFrame = self._decode("frame", "", self.table.to_pandas)
        return frame

    def remember(self, key: Hashable, make: Callable[[], T], size: Callable[[T], int]) -> T:
        """Make something from this dataset, or return what was made for the same key a moment ago.

        For work that many runs of a sweep share, such as the encoded rows of one split. It must depend on
        the dataset and the key alone, and nobody may change it. `size` tells its bytes: no more than
        `REMEMBERED_BYTES` are kept, the least recently used leave first.
        """
        if key in self._remembered:
            self._remembered.move_to_end(key)
            kept: T = self._remembered[key][0]
            return kept
        made = make()
        self._remembered[key] = (made, size(made))
        while sum(bytes_ for _, bytes_ in self._remembered.values()) > REMEMBERED_BYTES:
            self._remembered.popitem(last=False)
        return made

    def _decode(self, kind: str, name: str, read: Callable[[], T]) -> T:
        if (kind, name) not in self._decoded:
            self._decoded[kind, name] = read()
        found: T = self._decoded[kind, name]
        return found


@dataclass(frozen=True)
class Split:
    """Row numbers of the training and the held-out part, and how many rows were in neither."""

    train: NDArray[np.int64]
    holdout: NDArray[np.int64]
    dropped: int


@dataclass(frozen=True)
class TrainingData:
    """A dataset together with what is to be learned from it."""

    dataset: Dataset
    target: str
    time_column: str | None = None

    @property
    def sha256(self) -> str:
        """Content hash of the uploaded file."""
        return self.dataset.sha256

    def frame(self) -> "pd.DataFrame":
        """All columns as a pandas frame (shared: copy before changing), target and time column included."""
        return self.dataset.frame()

    def target_values(self) -> FloatArray:
        """The target of every row, NaN where it is missing."""
        return self.dataset.numbers(self.target)

    def check_regression(self, excluded: Sequence[str] = ()) -> None:
        """Raise `DataError` when no regression can be trained on this data."""
        check_regression_request(
            self.dataset.columns, self.dataset.row_count, self.target, self.time_column, excluded
        )

    def check_classification(self, excluded: Sequence[str] = ()) -> None:
        """Raise `DataError` when no classification can be trained on this data."""
        check_classification_request(
            self.dataset.columns, self.dataset.row_count, self.target, self.time_column, excluded
        )

    def class_values(self) -> CategoryColumn:
        """The target of every row as codes into its classes, -1 where it is missing."""
        return self.dataset.classes(self.target)

    def usable_rows(self) -> NDArray[np.int64]:
        """The rows with a target and, where there is a time column, a time; the latest last."""
        if self.dataset.column(self.target).dtype in NUMERIC_TYPES:
            usable = np.isfinite(self.target_values())
        else:
            usable = self.class_values().codes >= 0
        if self.time_column is None:
            return np.flatnonzero(usable)
        times = self.time_values()
        rows = np.flatnonzero(usable & np.isfinite(times))
        return rows[np.argsort(times[rows], kind="stable")]

    def split(self, test_size: float, seed: int) -> Split:
        """Divide the rows that have a target.

        With a time column the latest rows are held out; otherwise the same rows as scikit-learn's
        `train_test_split(rows, test_size=test_size, random_state=seed)`.
        """
        rows = self.usable_rows()
        holdout_count = int(np.ceil(test_size * len(rows)))
        if holdout_count < 1 or len(rows) - holdout_count < 2:
            raise DataError(
                "too_few_rows",
                f"{len(rows)} usable rows can't be split with a hold-out share of {test_size:g}.",
            )
        dropped = self.dataset.row_count - len(rows)
        if self.time_column is not None:
            return Split(rows[:-holdout_count], rows[-holdout_count:], dropped)
        shuffled = rows[np.random.RandomState(seed % SEED_RANGE).permutation(len(rows))]
        return Split(shuffled[holdout_count:], shuffled[:holdout_count], dropped)

    def time_values(self) -> FloatArray:
        """The time column of every row as numbers that grow with time, NaN where it is missing."""
        if self.time_column is None:
            raise ValueError("there is no time column")
        if self.dataset.column(self.time_column).dtype == "datetime":
            return self.dataset.times(self.time_column)
        return self.dataset.numbers(self.time_column)


class DatasetCache:
    """Datasets of this process by content hash; the least recently used leave once `max_bytes` is passed.

    The newest is kept whatever its size. `max_bytes` counts the Arrow tables; decoded columns about double
    it.
    """

    def __init__(self, max_bytes: int = 512 * 1024**2) -> None:
        self._max_bytes = max_bytes
        self._datasets: OrderedDict[str, Dataset] = OrderedDict()

    def open(self, path: Path, columns: Sequence[ColumnSchema], sha256: str) -> Dataset:
        """The dataset with this hash, read from its canonical parquet file unless it is in memory."""
        if sha256 not in self._datasets:
            self._datasets[sha256] = read_dataset(path, columns, sha256)
        self._datasets.move_to_end(sha256)
        while len(self._datasets) > 1 and self._bytes() > self._max_bytes:
            self._datasets.popitem(last=False)
        return self._datasets[sha256]

    def _bytes(self) -> int:
        return sum(int(dataset.table.nbytes) for dataset in self._datasets.values())


def read_dataset(path: Path, columns: Sequence[ColumnSchema], sha256: str) -> Dataset:
    """Read a canonical parquet file; raises `DataError("dataset_unreadable")`."""
    try:
        table = pq.ParquetFile(path).read()
    except (OSError, pa.ArrowException) as error:
        raise DataError(
            JobErrorCode.DATASET_UNREADABLE, "The dataset's stored form can't be read; upload the file again."
        ) from error
    if missing := [column.name for column in columns if column.name not in table.column_names]:
        raise DataError(
            JobErrorCode.DATASET_UNREADABLE, f"The dataset's stored form has no column {missing[0]!r}."
        )
    return Dataset(table, columns, sha256)
