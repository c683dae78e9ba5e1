"""One method or a weighted mean of several: what is chosen, judged and stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from azuraforge_pipelines.columns import FloatArray
from azuraforge_pipelines.errors import DataError
from azuraforge_pipelines.forecasting.methods.base import Fitted

Weights = Mapping[str, float]


def weighted_mean(forecasts: Mapping[str, FloatArray], weights: Weights, floor: float | None) -> FloatArray:
    """The weighted mean of the methods' forecasts, not below `floor`.

    A method that could not forecast leaves its weight to the others; raises `DataError("method_failed")`
    when none could.
    """
    known = {name: weight for name, weight in weights.items() if name in forecasts}
    if not known:
        raise DataError(
            "method_failed", f"{' and '.join(weights)} can't forecast this series; choose another method."
        )
    share = sum(known.values())
    total: FloatArray = np.sum([weight / share * forecasts[name] for name, weight in known.items()], axis=0)
    return total if floor is None else np.maximum(total, floor)


def floor_of(observed: FloatArray) -> float | None:
    """Zero for a series that never was negative: sales and counts can't be."""
    return 0.0 if float(np.nanmin(observed)) >= 0 else None


def blend_of(members: Mapping[str, Fitted], weights: Weights, floor: float | None) -> "Blend":
    """These members with their share of the weights; raises `DataError("method_failed")` without any."""
    if not members:
        raise DataError("method_failed", f"{' and '.join(weights)} can't forecast this series.")
    total = sum(weights[name] for name in members)
    return Blend(members, {name: weights[name] / total for name in members}, floor)


@dataclass(frozen=True)
class Blend:
    """Fitted methods and their weights, which sum to 1."""

    members: Mapping[str, Fitted]
    weights: Weights
    floor: float | None

    def forecast(self, horizon: int) -> FloatArray:
        """The `horizon` values after the history's end."""
        forecasts = {name: member.forecast(horizon) for name, member in self.members.items()}
        return weighted_mean(forecasts, self.weights, self.floor)

    def describe(self) -> dict[str, Any]:
        """Every member's weight and parameters, as plain JSON."""
        return {
            name: {"weight": self.weights[name], **member.describe()} for name, member in self.members.items()
        }
