"""How cross-validation divides the rows: at random, by class, by group, by time. All of it seeded."""

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import GroupKFold, KFold, StratifiedGroupKFold, StratifiedKFold

from azuraforge_pipelines.classification import rare_class
from azuraforge_pipelines.data import SEED_RANGE, Split, TrainingData
from azuraforge_pipelines.errors import DataError
from azuraforge_pipelines.tabular_config import TabularConfig
from azuraforge_pipelines.task import Target

Rows = NDArray[np.int64]


def make_splits(data: TrainingData, target: Target, config: TabularConfig, seed: int) -> list[Split]:
    """The folds of a cross-validation; raises `DataError` where the rows can't be divided so."""
    rows = data.usable_rows()
    if len(rows) < 2 * config.cv_folds:
        raise DataError(
            "too_few_rows",
            f"{len(rows)} usable rows are too few for {config.cv_folds} folds; use at most {len(rows) // 2}.",
        )
    if config.cv == "time":
        parts = _by_time(data, rows, config.cv_folds)
    elif config.cv == "group":
        parts = _by_group(data, target, rows, config, seed % SEED_RANGE)
    else:
        parts = _at_random(data, target, rows, config.cv_folds, seed % SEED_RANGE)
    dropped = data.dataset.row_count - len(rows)
    # The rows come in the order of their times, where they have one; so do those of each part.
    return [Split(rows[np.sort(train)], rows[np.sort(held)], dropped) for train, held in parts]


def _at_random(
    data: TrainingData, target: Target, rows: Rows, folds: int, seed: int
) -> list[tuple[Rows, Rows]]:
    if target.classes is None:
        return list(KFold(folds, shuffle=True, random_state=seed).split(rows))
    codes = _class_codes(data, target, rows, folds)
    return list(StratifiedKFold(folds, shuffle=True, random_state=seed).split(rows, codes))


def _class_codes(data: TrainingData, target: Target, rows: Rows, folds: int) -> Rows:
    """The rows' classes; every class must have a row for every fold."""
    codes = target.values[rows].astype(np.int64)
    for label, count in zip(target.classes or (), np.bincount(codes), strict=True):
        if count < folds:
            raise rare_class(data, label, int(count), folds)
    return codes


def _by_group(
    data: TrainingData, target: Target, rows: Rows, config: TabularConfig, seed: int
) -> list[tuple[Rows, Rows]]:
    column, folds = config.cv_group, config.cv_folds
    if column is None:
        raise DataError(
            "cv_group_missing", "Cross-validation by group needs a group column: set cv_group to its name."
        )
    if column not in {known.name for known in data.dataset.columns}:
        raise DataError("cv_group_missing", f"Group column {column!r} is not in the dataset.")
    if column == data.target:
        raise DataError("cv_group_is_target", "The group column can't be the target as well.")
    # Rows without a group, code -1, are held out together.
    groups = data.dataset.categories(column).codes[rows]
    found = len(np.unique(groups))
    if found < folds:
        raise DataError(
            "too_few_groups",
            f"Column {column!r} has {found} different values among the usable rows; {folds} folds need at"
            f" least as many groups.",
        )
    if target.classes is None:
        return list(GroupKFold(folds, shuffle=True, random_state=seed).split(rows, groups=groups))
    codes = _class_codes(data, target, rows, folds)
    stratified = StratifiedGroupKFold(folds, shuffle=True, random_state=seed)
    parts = list(stratified.split(rows, codes, groups))
    if any(not len(held) for _, held in parts):
        raise DataError("too_few_groups", f"The groups are too uneven for {folds} folds; use fewer.")
    return parts


def _by_time(data: TrainingData, rows: Rows, folds: int) -> list[tuple[Rows, Rows]]:
    """An expanding window: `folds` + 1 blocks of about the same size, each judged by what came before it.

    Rows of the same time are never divided.
    """
    if data.time_column is None:
        raise DataError(
            "cv_needs_time", "Cross-validation by time needs a time column: choose one, or another kind."
        )
    times = data.time_values()[rows]
    first_of_time = np.searchsorted(times, times, side="left")
    block = first_of_time * (folds + 1) // len(rows)
    if len(np.unique(block)) <= folds:
        raise DataError(
            "too_few_times",
            f"Column {data.time_column!r} has too few different times for {folds} folds; use fewer.",
        )
    return [(np.flatnonzero(block < fold), np.flatnonzero(block == fold)) for fold in range(1, folds + 1)]
