"""The comparison of runs picked from several batches: pure functions from rows to the answer."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from azuraforge_api.batches.comparison import RUN_SECONDS, Head, Rows, RunRow, Wording, compare

# Where a run comes from, as parameters beside the settings, whose names can't begin like this.
ORIGINS = ("@batch", "@pipeline", "@dataset", "@target", "@time_column", "@seed")
_LABELS = ("Batch", "Pipeline", "Dataset", "Target", "Time column", "Seed")


@dataclass(frozen=True)
class PickedRun:
    """One run with all that may differ between batches; the params of its row are its whole config."""

    row: RunRow
    pipeline: str
    metric_specs: str | None  # JSON text, as stored with its result
    origins: tuple[Any, ...]  # the values of ORIGINS
    objective: tuple[str, str] | None  # its batch's metric and direction


def compare_picked(runs: Sequence[PickedRun], wordings: Mapping[str, Wording]) -> dict[str, Any]:
    """The answer: every setting of any run is a column, null where a run's pipeline lacks it."""
    metric, direction = choose_objective(runs, wordings)
    rows = Rows.of_runs([run.row._replace(params=_params(run)) for run in runs])
    answer = compare(Head("", "experiment", metric, direction, {}), rows, _joined(wordings))
    return {**answer, "batch_id": None}


def _params(run: PickedRun) -> str:
    origins = {name: value for name, value in zip(ORIGINS, run.origins, strict=True) if value is not None}
    return orjson.dumps({**origins, **orjson.loads(run.row.params)}).decode()


def _joined(wordings: Mapping[str, Wording]) -> Wording:
    """One wording of all pipelines; of two that word a setting or metric differently the first."""
    labels = dict(zip(ORIGINS, _LABELS, strict=True))
    metrics: dict[str, Mapping[str, Any]] = {}
    for wording in wordings.values():
        labels = {**wording.labels, **labels}
        metrics = {**{spec["name"]: spec for spec in wording.metrics}, **metrics}
    log_settings = frozenset[str]().union(*(wording.log_settings for wording in wordings.values()))
    return Wording(labels, log_settings, tuple(metrics.values()))


def choose_objective(runs: Sequence[PickedRun], wordings: Mapping[str, Wording]) -> tuple[str, str]:
    """What all of the runs can be ranked by: the objective of most of their batches that all pipelines have.

    Without one, the first metric they share; where they share none, the time they took.
    """
    specs = [{spec["name"]: spec["direction"] for spec in wordings[run.pipeline].metrics} for run in runs]
    shared = {
        name: direction
        for name, direction in (specs[0] if specs else {}).items()
        if direction is not None and all(other.get(name) == direction for other in specs)
    }
    wanted = Counter(run.objective for run in runs if run.objective is not None)
    for (metric, direction), _ in wanted.most_common():
        if metric in shared:
            return metric, direction
    return next(iter(shared.items()), (RUN_SECONDS, "minimize"))
