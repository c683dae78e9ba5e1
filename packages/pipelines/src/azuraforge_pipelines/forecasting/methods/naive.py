"""The seasonal naive forecast: the last season over again. The baseline of every forecast."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import orjson
from azuraforge_contracts.numbers import json_bytes

from azuraforge_pipelines.columns import FloatArray
from azuraforge_pipelines.forecasting.history import History

_STATE = "seasonal-naive.json"


@dataclass(frozen=True)
class FittedNaive:
    """The last season."""

    last: tuple[float, ...]

    def forecast(self, horizon: int) -> FloatArray:
        """See `Fitted.forecast`."""
        return np.resize(np.array(self.last), horizon)

    def describe(self) -> dict[str, Any]:
        """See `Fitted.describe`."""
        return {"season_length": len(self.last)}

    def to_files(self) -> dict[str, bytes]:
        """See `Fitted.to_files`."""
        return {_STATE: json_bytes(asdict(self))}


class SeasonalNaive:
    """See the module."""

    name = "seasonal-naive"
    tried_from = 0

    def unfit_reason(self, points: int, season: int) -> str | None:
        """See `Method.unfit_reason`."""
        return None if points >= season else f"needs one season of {season} points"

    def tuned(self, history: History) -> "SeasonalNaive":  # noqa: ARG002 - see Method
        """See `Method.tuned`."""
        return self

    def fit(self, history: History) -> FittedNaive:
        """See `Method.fit`."""
        return FittedNaive(tuple(history.values[-history.season :].tolist()))

    def load(self, files: Mapping[str, bytes]) -> FittedNaive:
        """See `Method.load`."""
        return FittedNaive(tuple(orjson.loads(files[_STATE])["last"]))
