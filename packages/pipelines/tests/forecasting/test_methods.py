"""Every method against its source: statsmodels' own forecasts, exact recursions, a trend to follow."""

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from azuraforge_pipelines.errors import Stopped
from azuraforge_pipelines.forecasting.frequency import Frequency
from azuraforge_pipelines.forecasting.history import History
from azuraforge_pipelines.forecasting.methods.autoregression import Autoregression
from azuraforge_pipelines.forecasting.methods.base import Method
from azuraforge_pipelines.forecasting.methods.ets import Ets, Variant
from azuraforge_pipelines.forecasting.methods.naive import SeasonalNaive
from azuraforge_pipelines.forecasting.methods.theta import Theta
from azuraforge_pipelines.forecasting.methods.tree_features import FeatureMaker
from azuraforge_pipelines.forecasting.methods.trees import Trees, TreeSettings
from azuraforge_pipelines.testing import sample_data
from statsmodels.tsa.exponential_smoothing.ets import ETSModel
from statsmodels.tsa.forecasting.theta import ThetaModel

MONTHS = Frequency("month", 1.0, 0.0)


def trees(
    steps: Any = "recursive", horizon: int = 12, check_stop: Callable[[], None] = lambda: None
) -> Trees:
    return Trees(TreeSettings(steps, 60, 0.1, None, horizon), 0, check_stop)


def history(values: Any, season: int = 12) -> History:
    return History(np.asarray(values, dtype=float), MONTHS, season)


def seasonal(points: int = 120, slope: float = 0.5, noise: float = 1.0) -> Any:
    at = np.arange(points)
    random = np.random.RandomState(0)
    return 100 + slope * at + 10 * np.sin(2 * np.pi * at / 12) + random.normal(0, noise, points)


@pytest.mark.parametrize(
    "variant",
    [
        Variant("add", "none", None),
        Variant("add", "damped", "add"),
        Variant("mul", "additive", "mul"),
        Variant("mul", "damped", "add"),
    ],
    ids=lambda variant: variant.label,
)
def test_ets_forecasts_from_its_state_what_statsmodels_does(variant: Variant) -> None:
    values = seasonal()
    fitted = Ets(variant).fit(history(values))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        own = ETSModel(
            values,
            error=variant.error,
            trend=None if variant.trend == "none" else "add",
            damped_trend=variant.trend == "damped",
            seasonal=variant.season,
            seasonal_periods=12 if variant.season else None,
            initialization_method="heuristic",
        ).fit(disp=False)
    np.testing.assert_allclose(fitted.forecast(30), own.forecast(30), rtol=1e-10)
    assert fitted.describe()["variant"] == variant.label


def test_ets_takes_the_variant_the_series_has() -> None:
    assert Ets().fit(history(np.random.RandomState(0).normal(0, 1, 80))).variant.endswith("N)")
    at = np.arange(120)
    swinging = (50 + at) * (1 + 0.3 * np.sin(2 * np.pi * at / 12)) + np.random.RandomState(0).normal(
        0, 1, 120
    )
    assert Ets().fit(history(swinging)).variant.endswith("M)")


def test_theta_is_statsmodels_theta() -> None:
    values = seasonal(slope=1.0)[:100] - seasonal(100, slope=0.0, noise=0.0) + 100  # trend and noise alone
    fitted = Theta().fit(history(values, 1))
    own = ThetaModel(values, period=1, deseasonalize=False).fit()
    np.testing.assert_allclose(fitted.forecast(20), own.forecast(20, theta=2), rtol=1e-10)


def test_autoregression_finds_a_cycle() -> None:
    at = np.arange(200)
    wave = 50 + 10 * np.sin(2 * np.pi * at / 9.5)
    fitted = Autoregression().fit(history(wave[:180], 1))
    np.testing.assert_allclose(fitted.forecast(20), wave[180:], atol=0.5)


def test_autoregression_never_explodes() -> None:
    random = np.random.RandomState(0)
    for _ in range(10):
        values = np.exp(np.cumsum(random.normal(0.02, 0.1, 60)))
        forecast = Autoregression().fit(history(values, 1)).forecast(20)
        assert np.isfinite(forecast).all()
        assert forecast.max() < 10 * values.max()


def test_trees_follow_a_trend_beyond_the_values_they_saw() -> None:
    values = seasonal(180, slope=1.0)
    for steps in ("recursive", "direct"):
        forecast = trees(steps, horizon=24).fit(history(values[:156])).forecast(24)
        assert np.abs(forecast - values[156:]).mean() < 6
        assert forecast.max() > values[:156].max()


def test_direct_trees_go_on_beyond_their_horizon() -> None:
    fitted = trees("direct", horizon=3).fit(history(seasonal()))
    assert fitted.describe()["models"] == 3
    np.testing.assert_array_equal(fitted.forecast(3), fitted.forecast(10)[:3])


def test_tree_features_read_nothing_at_or_after_the_origin() -> None:
    values = seasonal()
    maker = FeatureMaker(MONTHS, 12, 6)
    changed = values.copy()
    changed[60:] = 1e6
    for step in (1, 5, 13):
        np.testing.assert_array_equal(
            maker.rows(values, np.array([60]), step), maker.rows(changed, np.array([60]), step)
        )


def test_trees_ask_for_a_stop_in_every_round() -> None:
    asked = 0

    def stop_in_round_ten() -> None:
        nonlocal asked
        asked += 1
        if asked == 10:
            raise Stopped

    with pytest.raises(Stopped):
        trees(check_stop=stop_in_round_ten).fit(history(seasonal()))
    assert asked == 10


@pytest.mark.parametrize(
    "method", [SeasonalNaive(), Ets(), Theta(), Autoregression(), trees()], ids=lambda method: method.name
)
@pytest.mark.parametrize("kind", ["constant", "zeros and counts", "negative", "huge", "tiny", "sunspots"])
def test_a_method_survives_any_series_and_its_own_storage(method: Method, kind: str) -> None:
    random = np.random.RandomState(0)
    series = {
        "constant": np.full(100, 5.0),
        "zeros and counts": random.poisson(0.2, 100) * 1.0,
        "negative": random.normal(-50, 10, 100).cumsum(),
        "huge": 1e12 * (2 + random.rand(100)),
        "tiny": 1e-9 * (2 + random.rand(100)),
        "sunspots": sample_data("sunspots").target_values(),
    }[kind]
    fitted = method.tuned(history(series)).fit(history(series))
    forecast = fitted.forecast(25)
    assert np.isfinite(forecast).all()
    assert np.abs(forecast).max() <= 10 * np.abs(series).max()
    np.testing.assert_array_equal(method.load(fitted.to_files()).forecast(25), forecast)
