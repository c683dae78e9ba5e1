"""Forecasting one time series by a recurrent network; needs the extra `azuraforge-pipelines[torch]`."""

from collections.abc import Mapping
from typing import ClassVar

from azuraforge_pipelines.builtin.lstm_forecaster_config import LstmForecasterConfig
from azuraforge_pipelines.checks import check_forecast_request
from azuraforge_pipelines.config import PipelineConfig
from azuraforge_pipelines.context import RunContext
from azuraforge_pipelines.data import SEED_RANGE, TrainingData
from azuraforge_pipelines.forecasting.methods.base import never_stop
from azuraforge_pipelines.forecasting.methods.lstm import Lstm, LstmSettings
from azuraforge_pipelines.forecasting.methods.naive import SeasonalNaive
from azuraforge_pipelines.forecasting.model import ForecastModel, load_forecast_model
from azuraforge_pipelines.forecasting.plan import make_plan
from azuraforge_pipelines.forecasting.run import ForecastRun
from azuraforge_pipelines.forecasting.scores import FORECAST_METRICS, FORECAST_OBJECTIVE
from azuraforge_pipelines.forecasting.series import read_series
from azuraforge_pipelines.interface import PipelineInfo, TrainingResult

_ANY_SETTINGS = LstmSettings(1, 1, 1, 0.0, 1, 0.1, 1)


class LstmForecaster:
    """See the module. Plans, judges and stores like the forecaster."""

    info: ClassVar[PipelineInfo] = PipelineInfo(
        id="lstm-forecaster",
        name="LSTM forecaster",
        task="forecasting",
        description="Forecasts one time series by a recurrent network (PyTorch) that corrects the seasonal"
        " naive forecast. For long series; judged by rolling origins like the forecaster.",
        version="1.0.0",
        metrics=FORECAST_METRICS,
        default_objective=FORECAST_OBJECTIVE,
        live_curve=True,
        i18n={
            "tr": {
                "name": "LSTM öngörücü",
                "description": "Bir zaman serisini, mevsimsel naif öngörüyü düzelten yinelemeli bir ağla"
                " (PyTorch) öngörür. Uzun seriler içindir; öngörücü gibi kayan başlangıç noktalarıyla"
                " değerlendirilir.",
            }
        },
    )
    config_model: ClassVar[type[PipelineConfig]] = LstmForecasterConfig

    def train(self, context: RunContext, data: TrainingData, config: LstmForecasterConfig) -> TrainingResult:
        """See `Pipeline.train`. The live curve of the losses is that of the first training."""
        check_forecast_request(data.dataset.columns, data.dataset.row_count, data.target, data.time_column)
        series = read_series(data)
        plan = make_plan(
            series,
            config.horizon,
            config.season_length,
            config.test_windows,
            lambda message: context.log("warning", message),
        )
        settings = LstmSettings(
            window=config.window or max(plan.season, plan.horizon, 12),
            hidden=config.hidden,
            layers=config.layers,
            dropout=config.dropout,
            epochs=config.epochs,
            learning_rate=config.learning_rate,
            horizon=plan.horizon,
        )

        def report(epoch: int, train: float, validation: float) -> None:
            context.metric(epoch, train_loss=train, validation_loss=validation)

        network = Lstm(
            settings, context.seed % SEED_RANGE, context.check_stop, report, context.finish_requested
        )
        run = ForecastRun(context, data, series, plan, (SeasonalNaive(), network))
        return run.result(Lstm.name, config.interval_level)

    def load_model(self, files: Mapping[str, bytes]) -> ForecastModel:
        """See `Pipeline.load_model`."""
        return load_forecast_model(files, {Lstm.name: Lstm(_ANY_SETTINGS, 0, never_stop)})
