"""The regular grid in time that a series lives on, found from its times.

Times are what the dataset stores: microseconds since 1970 for datetime columns, plain numbers otherwise.
"""

from dataclasses import asdict, dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from azuraforge_pipelines.columns import FloatArray
from azuraforge_pipelines.errors import DataError

IntArray = NDArray[np.int64]
Unit = Literal["month", "day", "business day", "microsecond", "number"]

MIN_COVERAGE = 0.5
_DAY = 86_400_000_000
_CLOCK = ((_DAY, "day"), (3_600_000_000, "hour"), (60_000_000, "minute"), (1_000_000, "second"))
_DECIMAL_YEARS = (1000.0, 3000.0)
_TOLERANCE = 0.1


@dataclass(frozen=True)
class Frequency:
    """A grid: position 0 is `start`, the next one lies `step` units later.

    `day` is the day of the month of a monthly grid; 31 stands for the last day of every month.
    """

    unit: Unit
    step: float
    start: float
    day: int = 1

    @property
    def label(self) -> str:
        """How a person would say it: "every month", "every 30 minutes"."""
        if self.unit == "month":
            return _every(*_whole(int(self.step), ((12, "year"), (3, "quarter"), (1, "month"))))
        if self.unit == "day":
            return _every(*_whole(int(self.step), ((7, "week"), (1, "day"))))
        if self.unit == "microsecond":
            return _every(*_whole(int(self.step), (*_CLOCK, (1, "microsecond"))))
        return "every business day" if self.unit == "business day" else f"every {self.step:g}"

    @property
    def seasons(self) -> tuple[int, ...]:
        """Points in the natural season and in shorter ones that may stand in where a series is short."""
        if self.unit == "microsecond" and self.step < _DAY:
            lengths = [size / self.step for size, _ in _CLOCK[:3]]
            return tuple(round(length) for length in lengths if length >= 2)
        return () if self.season is None else (self.season,)

    @property
    def season(self) -> int | None:
        """Points in the natural season (a year, for days a week, for hours a day); None if unknown."""
        if self.unit == "month":
            return max(1, round(12 / self.step))
        if self.unit == "day":
            return 7 if self.step == 1 else max(1, round(365.25 / self.step))
        if self.unit == "business day":
            return 5
        if self.unit == "microsecond":
            return self.seasons[0] if self.seasons else max(1, round(7 * _DAY / self.step))
        return self._decimal_year_season()

    def _decimal_year_season(self) -> int | None:
        a_year = _DECIMAL_YEARS[0] <= self.start <= _DECIMAL_YEARS[1]
        points = 1 / self.step
        return round(points) if a_year and abs(points - round(points)) < 0.05 and points > 0.9 else None

    def times(self, positions: IntArray) -> FloatArray:
        """The times of these positions; they may lie before the start or after the last known time."""
        if self.unit in {"number", "microsecond"}:
            return np.asarray(self.start + positions * self.step, dtype=np.float64)
        start_day, clock = divmod(int(self.start), _DAY)
        if self.unit == "month":
            first = np.datetime64(start_day, "D").astype("datetime64[M]").astype(np.int64)
            days = _month_days(first + positions * int(self.step), self.day)
        elif self.unit == "day":
            days = start_day + positions * int(self.step)
        else:
            start = np.datetime64(start_day, "D")
            days = np.busday_offset(start, positions, roll="forward").astype(np.int64)
        return np.asarray(days * float(_DAY) + clock, dtype=np.float64)

    def positions(self, times: FloatArray) -> IntArray:
        """The nearest positions of these times."""
        if self.unit in {"number", "microsecond"}:
            return np.rint((times - self.start) / self.step).astype(np.int64)
        days, start_day = (times // _DAY).astype(np.int64), int(self.start // _DAY)
        if self.unit == "month":
            first = int(_months(np.array([start_day]))[0])
            return np.asarray((_months(days) - first) // int(self.step), dtype=np.int64)
        if self.unit == "day":
            return np.asarray((days - start_day) // int(self.step), dtype=np.int64)
        counted = np.busday_count(np.datetime64(start_day, "D"), days.astype("datetime64[D]"))
        return np.asarray(counted, dtype=np.int64)

    def to_json(self) -> dict[str, Any]:
        """Plain JSON, read back by `Frequency(**state)`."""
        return asdict(self)


def find_frequency(times: FloatArray, *, is_datetime: bool) -> Frequency:
    """The grid of these times, which must be sorted and different from each other.

    Raises `DataError("irregular_times")`, which tells the distances that were found.
    """
    candidates = _calendar_grids(times) if is_datetime else _number_grid(times)
    for frequency in candidates:
        if _coverage(frequency, times) >= MIN_COVERAGE:
            return frequency
    raise DataError("irregular_times", _irregular(times, is_datetime=is_datetime))


def _coverage(frequency: Frequency, times: FloatArray) -> float:
    """The share of the grid that has a time; 0 when two times fall onto one position."""
    positions = frequency.positions(times)
    if len(np.unique(positions)) < len(positions):
        return 0.0
    return len(positions) / float(positions[-1] - positions[0] + 1)


def _calendar_grids(times: FloatArray) -> list[Frequency]:
    micros = times.astype(np.int64)
    days, clock = np.divmod(micros, _DAY)
    start = float(micros[0])
    found: list[Frequency] = []
    if np.all(clock == clock[0]):
        months = _months(days)
        step = float(np.gcd.reduce(np.diff(months)))
        day = int((days - _month_days(months, 1)).max()) + 1
        if step and np.array_equal(_month_days(months, day), days):
            found.append(Frequency("month", step, start, day))
        elif step and np.array_equal(_month_days(months, 31), days):
            found.append(Frequency("month", step, start, 31))
        if np.all((days + 3) % 7 < 5) and int(np.diff(days).min()) == 1:
            found.append(Frequency("business day", 1.0, start))
        found.append(Frequency("day", float(np.gcd.reduce(np.diff(days))), start))
        if step:  # one time a month, not always on the same day: the month's number is what counts
            first = float(_month_days(months[:1], 1)[0]) * _DAY + float(clock[0])
            found.append(Frequency("month", step, first))
    found.append(Frequency("microsecond", float(np.gcd.reduce(np.diff(micros))), start))
    return found


def _number_grid(times: FloatArray) -> list[Frequency]:
    """Steps written with few decimals (1949.083) are averaged over the whole length."""
    distances = np.diff(times)
    if np.array_equal(times, np.rint(times)):
        step = float(np.gcd.reduce(distances.astype(np.int64)))
    else:
        steps = np.maximum(1, np.rint(distances / np.median(distances)))
        step = float((times[-1] - times[0]) / steps.sum())
    frequency = Frequency("number", step, float(times[0]))
    off = np.abs(times - frequency.times(frequency.positions(times)))
    return [frequency] if off.max() <= _TOLERANCE * step else []


def _months(days: IntArray) -> IntArray:
    return days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)


def _month_days(months: IntArray, day: int) -> IntArray:
    """This day of these months (their last one where they are shorter), in days since 1970."""
    first = months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    following = (months + 1).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    return np.minimum(first + day - 1, following - 1)


def _whole(step: int, units: tuple[tuple[int, str], ...]) -> tuple[int, str]:
    size, name = next((size, name) for size, name in units if step % size == 0)
    return step // size, name


def _every(count: int, name: str) -> str:
    return f"every {name}" if count == 1 else f"every {count} {name}s"


def _irregular(times: FloatArray, *, is_datetime: bool) -> str:
    distances, counts = np.unique(np.diff(times), return_counts=True)
    common = np.argsort(-counts, kind="stable")[:3]
    found = ", ".join(
        f"{_distance(distances[i], is_datetime=is_datetime)} ({counts[i]} of {len(times) - 1})"
        for i in common
    )
    hint = (
        " Aggregate it to days, weeks or months first, or add a column that numbers the points."
        if is_datetime
        else " If these are dates such as 202401, write them as 2024-01-01."
    )
    return (
        f"The times follow no regular frequency: the distances between neighbours are {found}"
        f"{' and others' if len(distances) > 3 else ''}.{hint}"
    )


def _distance(distance: float, *, is_datetime: bool) -> str:
    if not is_datetime:
        return f"{distance:g}"
    count, name = _whole(int(distance), (*_CLOCK, (1, "microsecond")))
    return f"{count} {name}{'' if count == 1 else 's'}"
