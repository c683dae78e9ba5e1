"""Forecasting one time series: smoothing, theta, autoregression and trees, weighed by rolling origins."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from azuraforge_pipelines.builtin.forecaster_config import ForecasterConfig
from azuraforge_pipelines.checks import check_forecast_request
from azuraforge_pipelines.config import PipelineConfig
from azuraforge_pipelines.context import RunContext
from azuraforge_pipelines.data import TrainingData
from azuraforge_pipelines.forecasting.methods.autoregression import Autoregression
from azuraforge_pipelines.forecasting.methods.base import CheckStop, Method, never_stop
from azuraforge_pipelines.forecasting.methods.ets import Ets
from azuraforge_pipelines.forecasting.methods.naive import SeasonalNaive
from azuraforge_pipelines.forecasting.methods.theta import Theta
from azuraforge_pipelines.forecasting.methods.trees import Trees, TreeSettings
from azuraforge_pipelines.forecasting.model import ForecastModel, load_forecast_model
from azuraforge_pipelines.forecasting.plan import make_plan
from azuraforge_pipelines.forecasting.run import ForecastRun
from azuraforge_pipelines.forecasting.scores import FORECAST_METRICS, FORECAST_OBJECTIVE
from azuraforge_pipelines.forecasting.series import read_series
from azuraforge_pipelines.interface import PipelineInfo, TrainingResult


class Forecaster:
    """See the module."""

    info: ClassVar[PipelineInfo] = PipelineInfo(
        id="forecaster",
        name="Forecaster",
        task="forecasting",
        description="Forecasts one time series of any regular frequency by exponential smoothing, theta,"
        " autoregression and boosted trees, weighed by rolling origins, with prediction intervals.",
        version="1.0.0",
        metrics=FORECAST_METRICS,
        default_objective=FORECAST_OBJECTIVE,
        live_curve=True,
        i18n={
            "tr": {
                "name": "Öngörücü",
                "description": "Düzenli sıklıktaki bir zaman serisini üstel düzleştirme, theta, özbağlanım ve"
                " artırmalı ağaçlarla öngörür; yöntemleri kayan başlangıç noktalarıyla tartar ve öngörü"
                " aralıkları verir.",
            }
        },
    )
    config_model: ClassVar[type[PipelineConfig]] = ForecasterConfig

    def train(self, context: RunContext, data: TrainingData, config: ForecasterConfig) -> TrainingResult:
        """See `Pipeline.train`."""
        check_forecast_request(data.dataset.columns, data.dataset.row_count, data.target, data.time_column)
        series = read_series(data)
        plan = make_plan(
            series,
            config.horizon,
            config.season_length,
            config.test_windows,
            lambda message: context.log("warning", message),
        )
        methods = _methods(config, plan.horizon, context.seed, context.check_stop)
        run = ForecastRun(context, data, series, plan, methods)
        return run.result(config.method, config.interval_level)

    def load_model(self, files: Mapping[str, bytes]) -> ForecastModel:
        """See `Pipeline.load_model`."""
        return load_forecast_model(files, {method.name: method for method in _methods(ForecasterConfig())})


def _methods(
    config: ForecasterConfig, horizon: int = 1, seed: int = 0, check_stop: CheckStop = never_stop
) -> Sequence[Method]:
    """Every method of the pipeline, the baseline first."""
    trees = TreeSettings(config.multi_step, config.tree_rounds, config.learning_rate, config.lags, horizon)
    return (
        SeasonalNaive(),
        Ets(check_stop=check_stop),
        Theta(),
        Autoregression(config.lags, check_stop),
        Trees(trees, seed, check_stop),
    )
