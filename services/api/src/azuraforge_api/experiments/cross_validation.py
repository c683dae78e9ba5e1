"""What a cross-validation needs beside its settings: the settings `cv`, `cv_folds` and `cv_group`.

Tabular pipelines have them; they are told by their names, as no pipeline is imported here.
"""

from collections.abc import Mapping
from typing import Any

from azuraforge_contracts.datasets import ColumnSchema
from azuraforge_contracts.errors import FieldError
from azuraforge_contracts.manifest import TaskType

_NEEDS_ROWS_OF_EVERY_CLASS = frozenset({"k-fold", "group"})


def cross_validation_problems(
    config: Mapping[str, Any], task: TaskType, target: ColumnSchema, time_column: str | None
) -> list[FieldError]:
    """Why this target can't be cross-validated so; `config` is complete and otherwise valid."""
    kind, folds = config.get("cv"), config.get("cv_folds")
    found: list[tuple[str, str]] = []
    if kind == "time" and time_column is None:
        found.append(("cv", 'is "time", which needs a time column: choose one, or another kind'))
    if kind == "group" and config.get("cv_group") is None:
        found.append(("cv_group", 'has to name the column of the groups, as cv is "group"'))
    if kind == "group" and config.get("cv_group") == target.name:
        found.append(("cv_group", "can't be the target itself"))
    if (
        task == "classification"
        and kind in _NEEDS_ROWS_OF_EVERY_CLASS
        and isinstance(folds, int)
        and target.rarest is not None
        and target.rarest < folds
    ):
        found.append(
            (
                "cv_folds",
                f"has to be at most {target.rarest}, the rows of the rarest class of {target.name!r}",
            )
        )
    return [FieldError(("body", "config", name), message) for name, message in found]
