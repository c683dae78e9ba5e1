"""Where the rows of a prediction are kept: those that were given, and those predicted, in parts.

A part is a parquet file that is whole or not there, so what is in the store is done, whatever became of its
worker. An attempt begins at the row after the parts it finds. What an earlier one that lost its job may still
write after that doesn't count: see `parts_that_count`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import Final

PREDICTIONS: Final = "predictions"
PART_FACTS: Final = b"azuraforge"
"""Key of a part's metadata: JSON `{warnings: [ColumnWarning]}` of its rows."""

_PART = re.compile(r"(\d+)-(\d+)-(\d+)\.parquet")


class PredictionSource(StrEnum):
    """What is predicted for."""

    ROWS = "rows"
    DATASET = "dataset"
    HORIZON = "horizon"


class WarningCode(StrEnum):
    """What is unusual about the values of a column, seen by what the model was trained on."""

    UNSEEN_CATEGORY = "unseen_category"
    BELOW_RANGE = "below_range"
    ABOVE_RANGE = "above_range"
    MISSING_VALUE = "missing_value"
    UNREADABLE_VALUE = "unreadable_value"


class ResultColumn:
    """Columns of a result: `row` (from 0) or, of forecasts, `time`; then `prediction`; then either
    `probability_<class>` for each class, or the bounds of the forecast's interval."""

    ROW: Final = "row"
    TIME: Final = "time"
    PREDICTION: Final = "prediction"
    PROBABILITY: Final = "probability_"
    LOWER: Final = "lower"
    UPPER: Final = "upper"


def files_folder(job_id: str) -> str:
    """The folder with all that is kept of a prediction."""
    return f"{PREDICTIONS}/{job_id}"


def given_rows_key(job_id: str) -> str:
    """Where the rows of the request are: a parquet table of the columns the model reads."""
    return f"{files_folder(job_id)}/rows.parquet"


def parts_folder(job_id: str, round_: int) -> str:
    """The folder of the parts of one round."""
    return f"{files_folder(job_id)}/{round_}"


@dataclass(frozen=True)
class Part:
    """Predicted rows from `first` (0-based) up to before `end`."""

    key: str
    attempt: int
    first: int
    end: int

    @property
    def rows(self) -> int:
        """How many."""
        return self.end - self.first


def part_key(folder: str, attempt: int, first: int, end: int) -> str:
    """Where an attempt stores these rows."""
    return f"{folder}/{attempt:06d}-{first:012d}-{end:012d}.parquet"


def parts_that_count(keys: Iterable[str]) -> list[Part]:
    """The parts that make up the result so far, in the order of their rows, without gap or overlap.

    Of an attempt count the parts before the first row of the next one's, which began where these ended.
    """
    found = sorted(
        (part for part in map(_parse, keys) if part is not None),
        key=lambda part: (-part.attempt, part.first),
    )
    counted: list[Part] = []
    bound: int | None = None
    for _, group in groupby(found, key=lambda part: part.attempt):
        parts = list(group)
        counted += [part for part in parts if bound is None or part.end <= bound]
        bound = parts[0].first
    return _without_gap(counted)


def rows_done(parts: Iterable[Part]) -> int:
    """How many rows these parts, which count, hold."""
    return max((part.end for part in parts), default=0)


def _without_gap(parts: Iterable[Part]) -> list[Part]:
    whole: list[Part] = []
    for part in sorted(parts, key=lambda part: part.first):
        if part.first != rows_done(whole):
            break
        whole.append(part)
    return whole


def _parse(key: str) -> Part | None:
    match = _PART.fullmatch(key.rpartition("/")[2])
    if match is None:
        return None
    attempt, first, end = map(int, match.groups())
    return Part(key, attempt, first, end)
