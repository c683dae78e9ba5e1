"""Times taken apart into numbers, without any fitting."""

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from azuraforge_pipelines.columns import FloatArray

TimeStyle = Literal["parts", "cycles"]

TIME_FEATURES: dict[TimeStyle, tuple[str, ...]] = {
    "parts": ("elapsed_days", "year", "month", "day", "day_of_week", "day_of_year", "hour"),
    "cycles": ("elapsed_days", "year_sin", "year_cos", "week_sin", "week_cos", "day_sin", "day_cos"),
}

_MICROS_PER_DAY = 86_400_000_000
_DAYS_PER_YEAR = 365.25
_EPOCH_WEEKDAY = 3  # 1970-01-01 was a Thursday; Monday is 0


def expand_times(micros: FloatArray, style: TimeStyle) -> FloatArray:
    """Microseconds since 1970 (NaN = missing) as a matrix with the columns of `TIME_FEATURES[style]`.

    "parts" suits trees; "cycles" (sine and cosine of year, week and day) suits linear models.
    """
    expanded = np.full((len(micros), len(TIME_FEATURES[style])), np.nan)
    present = np.isfinite(micros)
    whole = micros[present].astype(np.int64)
    expanded[present] = _parts(whole) if style == "parts" else _cycles(whole)
    return expanded


def _parts(micros: NDArray[np.int64]) -> FloatArray:
    days = micros.astype("datetime64[us]").astype("datetime64[D]")
    months = days.astype("datetime64[M]")
    years = days.astype("datetime64[Y]")
    day_number = days.astype(np.int64)
    return np.column_stack(
        [
            micros / _MICROS_PER_DAY,
            years.astype(np.int64) + 1970,
            months.astype(np.int64) % 12 + 1,
            (days - months).astype(np.int64) + 1,
            (day_number + _EPOCH_WEEKDAY) % 7,
            (days - years).astype(np.int64) + 1,
            (micros % _MICROS_PER_DAY) / (_MICROS_PER_DAY / 24),
        ]
    ).astype(np.float64)


def _cycles(micros: NDArray[np.int64]) -> FloatArray:
    elapsed, _, _, _, weekday, day_of_year, hour = _parts(micros).T
    day = hour / 24
    turns = [(day_of_year - 1 + day) / _DAYS_PER_YEAR, (weekday + day) / 7, day]
    angles = [2 * np.pi * turn for turn in turns]
    return np.column_stack([elapsed, *(wave(angle) for angle in angles for wave in (np.sin, np.cos))])
