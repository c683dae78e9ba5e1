"""The fitted forecaster: where the series ended, the chosen methods' states, the width of its intervals."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

import numpy as np
import orjson
import pyarrow as pa
from azuraforge_contracts.numbers import json_bytes

from azuraforge_pipelines.columns import FloatArray
from azuraforge_pipelines.errors import ModelInputError, ModelRefusedError
from azuraforge_pipelines.features import dataset_of_inputs
from azuraforge_pipelines.forecasting.blend import Blend
from azuraforge_pipelines.forecasting.frequency import Frequency
from azuraforge_pipelines.forecasting.intervals import Spread, lower_bound
from azuraforge_pipelines.forecasting.methods.base import Method
from azuraforge_pipelines.interface import Forecast, InputColumn

_FILE = "forecaster.json"
LONGEST_FORECAST = 10_000


@dataclass(frozen=True)
class ForecastModel:
    """Forecasts what follows the last of `points` grid positions."""

    time: InputColumn
    frequency: Frequency
    points: int
    blend: Blend
    spread: Spread
    swing: float

    @property
    def inputs(self) -> tuple[InputColumn, ...]:
        """See `FittedModel.inputs`: the time alone."""
        return (self.time,)

    def forecast(self, horizon: int) -> Forecast:
        """See `Forecaster.forecast`."""
        predicted = self.blend.forecast(horizon)
        half = self.spread.half_widths(horizon, self.swing)
        lower = lower_bound(predicted, half, self.blend.floor)
        times = self.frequency.times(self.points + np.arange(horizon))
        return Forecast(times, predicted, lower, predicted + half)

    def predict(self, rows: pa.Table) -> FloatArray:
        """See `FittedModel.predict`: the forecast at these times, which must follow the series' end."""
        dataset = dataset_of_inputs(self.inputs, rows)
        read = dataset.times if self.time.dtype == "datetime" else dataset.numbers
        times = read(self.time.name)
        if not np.isfinite(times).all():
            raise ModelInputError("input_missing", f"Column {self.time.name!r} has empty cells.")
        steps = self.frequency.positions(times) - self.points + 1
        if len(steps) and not 1 <= steps.min() <= steps.max() <= LONGEST_FORECAST:
            raise ModelInputError(
                "time_not_ahead",
                f"Column {self.time.name!r} must hold times after the end of the training series, at most"
                f" {LONGEST_FORECAST} steps ahead ({self.frequency.label}).",
            )
        return self.blend.forecast(int(steps.max(initial=0)))[steps - 1]

    def to_files(self) -> dict[str, bytes]:
        """See `FittedModel.to_files`."""
        state = {
            "time": asdict(self.time),
            "frequency": self.frequency.to_json(),
            "points": self.points,
            "weights": dict(self.blend.weights),
            "floor": self.blend.floor,
            "spread": self.spread.to_json(),
            "swing": self.swing,
        }
        files = {_FILE: json_bytes(state)}
        for member in self.blend.members.values():
            files |= member.to_files()
        return files


def load_forecast_model(files: Mapping[str, bytes], methods: Mapping[str, Method]) -> ForecastModel:
    """Read `ForecastModel.to_files`; raises `ModelRefusedError`."""
    try:
        state = orjson.loads(files[_FILE])
        members = {name: methods[name].load(files) for name in state["weights"]}
        return ForecastModel(
            time=InputColumn(**state["time"]),
            frequency=Frequency(**state["frequency"]),
            points=state["points"],
            blend=Blend(members, state["weights"], state["floor"]),
            spread=Spread(**state["spread"]),
            swing=state["swing"],
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ModelRefusedError("model_unreadable", "The model's files are not complete.") from error
