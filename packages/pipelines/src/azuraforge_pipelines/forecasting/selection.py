"""Choosing among the methods by their errors at rolling origins inside the training part."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from azuraforge_pipelines.forecasting.blend import Weights, weighted_mean
from azuraforge_pipelines.forecasting.rolling import Origin, mean_absolute_error

COMBINATION = "combination"
_MARGIN = 0.8
_MUCH_WORSE = 2.0
_ENOUGH_ORIGINS = 5
_LEAST_SHARE = 0.02


@dataclass(frozen=True)
class Choice:
    """What was chosen, as weights of methods, and the validation error (MAE) of every candidate."""

    name: str
    weights: Weights
    errors: Mapping[str, float]


def choose(
    origins: Sequence[Origin], names: Sequence[str], *, alone: bool, floor: float | None, seasonal: bool
) -> Choice:
    """The combination of the methods, or (if `alone`) one of them that was clearly better.

    The seasonal naive method is a candidate alone, but no part of the combination: unless there is a season
    and no origin to learn from, when it is as good a guess as any.
    """
    errors = method_errors(origins, names, floor)
    members = [name for name in names if name != "seasonal-naive" or (seasonal and not origins)]
    if len(members) < 2:
        only = _best(names if alone and origins else members or names, errors)
        return Choice(only, {only: 1.0}, errors)
    weights = combination_weights(errors, members, len(origins))
    combined = errors[COMBINATION] = mean_absolute_error(
        origins, lambda origin: weighted_mean(origin.forecasts, weights, floor)
    )
    best = _best(names, errors)
    if alone and errors[best] < _MARGIN * combined:
        return Choice(best, {best: 1.0}, errors)
    return Choice(COMBINATION, weights, errors)


def _best(names: Sequence[str], errors: Mapping[str, float]) -> str:
    """The name with the least error, the first one where none is known."""
    return min(names, key=lambda name: (not np.isfinite(errors[name]), errors[name]))


def method_errors(origins: Sequence[Origin], names: Sequence[str], floor: float | None) -> dict[str, float]:
    """The mean absolute error of every method alone; NaN without a known value to compare with."""

    def error(name: str) -> float:
        return mean_absolute_error(
            origins, lambda origin: weighted_mean(origin.forecasts, {name: 1.0}, floor)
        )

    return {name: error(name) for name in names}


def running_errors(origins: Sequence[Origin], floor: float | None, scale: float) -> dict[str, float]:
    """The live curve: each method's error over the origins so far, and the least of them (as MASE, too)."""
    names = [name for name in origins[0].forecasts if all(name in origin.forecasts for origin in origins)]
    errors = method_errors(origins, names, floor)
    known = {f"{name}_mae": error for name, error in errors.items() if np.isfinite(error)}
    if not known:
        return {}
    least = min(known.values())
    mase = {"validation_mase": least / scale} if np.isfinite(scale) else {}
    return {**known, "validation_mae": least, **mase}


def combination_weights(
    errors: Mapping[str, float], members: Sequence[str], origins: int
) -> dict[str, float]:
    """Weights by the inverse of the squared error, without members twice as bad as the best.

    A handful of origins tells little: then nobody is left out and the weights lie closer together. Equal
    weights where no error is known.
    """
    known = {name: errors[name] for name in members if np.isfinite(errors[name])}
    if not known:
        return dict.fromkeys(members, 1 / len(members))
    enough = origins >= _ENOUGH_ORIGINS
    least = max(min(known.values()), 1e-9 * max(known.values()))
    kept = {name: error for name, error in known.items() if error <= _MUCH_WORSE * least or not enough}
    power = 2 if enough else 1
    inverse = {name: (least / max(error, least)) ** power if least else 1.0 for name, error in kept.items()}
    least_share = _LEAST_SHARE * sum(inverse.values())
    total = sum(weight for weight in inverse.values() if weight >= least_share)
    return {name: weight / total for name, weight in inverse.items() if weight >= least_share}
