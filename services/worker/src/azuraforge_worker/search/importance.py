"""How much each parameter explains of the objective. Works in a child.

Functional ANOVA (Hutter et al., "An Efficient Approach for Assessing Hyperparameter Importance", 2014) by
Optuna: a random forest stands for the objective, and a parameter's share is how much of the forest's variance
its own average effect makes. It takes seconds of CPU for a thousand runs.
"""

import math
import os
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from azuraforge_contracts.search_space import canonical

MIN_RUNS = 10
_TREES = 64
# Deeper trees tell the same, in ten times the time.
_DEPTH = 6
_LOG_RATIO = 100
_LOWEST_PRIORITY = 19

Items = list[dict[str, Any]]


def importance(
    runs: Sequence[tuple[Mapping[str, Any], float]], log_names: Collection[str] = ()
) -> Items | None:
    """`[{name, value}]`, most important first, of runs given as (params, objective); values sum to 1.

    Parameters that never vary are left out. None for fewer than `MIN_RUNS` runs, or where nothing varies.
    """
    names = list(dict.fromkeys(name for params, _ in runs for name in params))
    columns = {name: [params.get(name) for params, _ in runs] for name in names}
    varied = {
        name: values for name, values in columns.items() if len({canonical(value) for value in values}) > 1
    }
    objectives = [objective for _, objective in runs]
    if len(runs) < MIN_RUNS or not varied or len(set(objectives)) == 1:
        return None
    if len(varied) == 1:
        return [{"name": name, "value": 1.0} for name in varied]
    encoded = {name: _encoded(values, name in log_names) for name, values in varied.items()}
    return _shares(encoded, objectives)


def _encoded(values: list[Any], is_log: bool) -> tuple[list[float] | list[int], Any]:
    """A column and its distribution: numbers by their size (or their logarithm's), all else as categories."""
    from optuna.distributions import (  # noqa: PLC0415 - a second's work
        CategoricalDistribution,
        FloatDistribution,
    )

    if all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in values):
        least, most = min(values), max(values)
        if least > 0 and (is_log or most / least >= _LOG_RATIO):
            values = [math.log(value) for value in values]
        numbers = [float(value) for value in values]
        return numbers, FloatDistribution(min(numbers), max(numbers))
    codes: dict[bytes, int] = {}
    coded = [codes.setdefault(canonical(value), len(codes)) for value in values]
    return coded, CategoricalDistribution(tuple(range(len(codes))))


def _shares(encoded: dict[str, tuple[Any, Any]], objectives: list[float]) -> Items | None:
    import optuna  # noqa: PLC0415 - see above

    optuna.logging.set_verbosity(optuna.logging.ERROR)
    study = optuna.create_study()
    distributions = {name: distribution for name, (_, distribution) in encoded.items()}
    for row, objective in enumerate(objectives):
        params = {name: column[row] for name, (column, _) in encoded.items()}
        study.add_trial(
            optuna.trial.create_trial(params=params, distributions=distributions, value=objective)
        )
    evaluator = optuna.importance.FanovaImportanceEvaluator(n_trees=_TREES, max_depth=_DEPTH, seed=0)
    found = optuna.importance.get_param_importances(study, evaluator=evaluator, params=list(encoded))
    total = math.fsum(found.values())
    if not (math.isfinite(total) and total > 0):
        return None  # no tree could tell any two runs apart
    return [{"name": name, "value": float(value) / total} for name, value in found.items()]


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """`{items}` of `{runs: [[params, objective], ...], log_names}`. From now on this process yields."""
    os.nice(_LOWEST_PRIORITY)
    runs = [(params, value) for params, value in request["runs"]]
    return {"items": importance(runs, request["log_names"])}
