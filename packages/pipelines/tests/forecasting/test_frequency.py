"""The grid a series lives on is found from its times, whatever the frequency."""

import numpy as np
import pandas as pd
import pytest
from azuraforge_pipelines.errors import DataError
from azuraforge_pipelines.forecasting.frequency import Frequency, find_frequency

FloatArray = np.ndarray


def micros(times: pd.DatetimeIndex) -> FloatArray:
    return times.to_numpy().astype("datetime64[us]").astype(np.int64).astype(float)


@pytest.mark.parametrize(
    ("alias", "label", "season"),
    [
        ("YE", "every year", 1),
        ("YS-JUL", "every year", 1),
        ("2QS", "every 2 quarters", 2),
        ("QE", "every quarter", 4),
        ("QS", "every quarter", 4),
        ("ME", "every month", 12),
        ("MS", "every month", 12),
        ("W-SUN", "every week", 52),
        ("2W-MON", "every 2 weeks", 26),
        ("B", "every business day", 5),
        ("D", "every day", 7),
        ("4h", "every 4 hours", 6),
        ("h", "every hour", 24),
        ("30min", "every 30 minutes", 48),
        ("min", "every minute", 1440),
        ("10s", "every 10 seconds", 8640),
    ],
)
@pytest.mark.parametrize("with_gaps", [False, True])
def test_calendar_frequencies(alias: str, label: str, season: int, with_gaps: bool) -> None:
    everything = micros(pd.date_range("2019-01-31", periods=80, freq=alias))
    known = np.delete(everything, [7, 30, 31, 50]) if with_gaps else everything
    frequency = find_frequency(known, is_datetime=True)
    assert (frequency.label, frequency.season) == (label, season)
    positions = frequency.positions(known)
    np.testing.assert_array_equal(frequency.times(positions), known)
    # What follows is the calendar's own continuation, month ends and leap years included.
    following = micros(pd.date_range("2019-01-31", periods=110, freq=alias))[80:]
    np.testing.assert_array_equal(frequency.times(np.arange(80, 110)), following)
    assert Frequency(**frequency.to_json()) == frequency


@pytest.mark.parametrize("day", [15, 29, 30, 31])
def test_the_same_day_of_every_month(day: int) -> None:
    times = [pd.Timestamp(year, month, 1) for year in (2019, 2020) for month in range(1, 13)]
    on_day = pd.DatetimeIndex([time + pd.Timedelta(days=min(day, time.days_in_month) - 1) for time in times])
    frequency = find_frequency(micros(on_day), is_datetime=True)
    assert (frequency.label, frequency.day) == ("every month", day)
    np.testing.assert_array_equal(frequency.times(np.arange(24)), micros(on_day))


def test_one_day_a_month_though_not_the_same() -> None:
    last_business_days = pd.date_range("2015-01-31", periods=60, freq="BME")
    frequency = find_frequency(micros(last_business_days), is_datetime=True)
    assert (frequency.label, frequency.season) == ("every month", 12)
    np.testing.assert_array_equal(frequency.positions(micros(last_business_days)), np.arange(60))


def test_a_time_of_day_is_kept() -> None:
    times = micros(pd.date_range("2020-03-01 06:30", periods=40, freq="MS"))
    frequency = find_frequency(times, is_datetime=True)
    np.testing.assert_array_equal(frequency.times(np.arange(40)), times)


@pytest.mark.parametrize(
    ("times", "label", "season"),
    [
        (np.arange(1700.0, 2009.0), "every 1", 1),
        (np.arange(0.0, 50.0), "every 1", None),
        (np.arange(10.0, 500.0, 5), "every 5", None),
        (np.round(1949 + np.arange(144) / 12, 3), "every 0.0833", 12),
        (1990 + np.arange(60) / 4, "every 0.25", 4),
    ],
)
def test_numbers(times: FloatArray, label: str, season: int | None) -> None:
    frequency = find_frequency(times, is_datetime=False)
    assert frequency.label.startswith(label)
    assert frequency.season == season
    np.testing.assert_array_equal(frequency.positions(times), np.arange(len(times)))


def test_irregular_times_are_refused_with_what_was_found() -> None:
    random = np.random.RandomState(0)
    times = np.sort(1.6e15 + random.randint(0, 10**13, 50).astype(float))
    with pytest.raises(DataError, match="no regular frequency: the distances between neighbours") as refused:
        find_frequency(times, is_datetime=True)
    assert refused.value.code == "irregular_times"
    months = np.array([100.0 * year + month for year in range(2010, 2020) for month in range(1, 13)])
    with pytest.raises(DataError, match=r"89 .*2024-01-01"):
        find_frequency(months, is_datetime=False)


def test_shorter_seasons_of_the_clock() -> None:
    minutes = find_frequency(micros(pd.date_range("2024-01-01", periods=50, freq="5min")), is_datetime=True)
    assert minutes.seasons == (288, 12)
    hours = find_frequency(micros(pd.date_range("2024-01-01", periods=50, freq="h")), is_datetime=True)
    assert hours.seasons == (24,)
