"""Cross-validation: every row is held out in its turn, and nothing is fitted on rows it is judged on."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from azuraforge_contracts.numbers import finite_or_none

from azuraforge_pipelines.context import LogLevel, RunContext
from azuraforge_pipelines.data import Split, TrainingData
from azuraforge_pipelines.features import Encoding
from azuraforge_pipelines.folds import Fold, FoldMaker, log_fold, prepare_fold
from azuraforge_pipelines.interface import Holdout, RowCounts, TrainingResult
from azuraforge_pipelines.regression import REGRESSION
from azuraforge_pipelines.splitting import make_splits
from azuraforge_pipelines.tabular import Fit, Fitted, build_result, make_holdout
from azuraforge_pipelines.tabular_config import TabularConfig
from azuraforge_pipelines.task import Task


def train_tabular(
    context: RunContext,
    data: TrainingData,
    config: TabularConfig,
    encoding: Encoding,
    fit: Fit,
    task: Task = REGRESSION,
) -> TrainingResult:
    """From data to result by one hold-out, or by cross-validation where the settings ask for it.

    `fit` fits on a fold's training rows and predicts its held-out rows, of which there may be none. Raises
    `DataError` for data that can't be trained on.
    """
    if config.cv == "none":
        fold = prepare_fold(context, data, config, encoding, task)
        result = build_result(fold, fit(context, fold))
        context.progress(1.0, "Done")
        return result
    return _CrossValidation(context, data, config, encoding, fit, task).run()


class _CrossValidation:
    def __init__(
        self,
        context: RunContext,
        data: TrainingData,
        config: TabularConfig,
        encoding: Encoding,
        fit: Fit,
        task: Task,
    ) -> None:
        self._context, self._data, self._config, self._fit, self._task = context, data, config, fit, task
        task.check(data, config.exclude_columns)
        self._target = task.target(data)
        grouped = (config.cv_group,) if config.cv == "group" and config.cv_group else ()
        self._maker = FoldMaker(data, self._target, config, context.seed, encoding, task, grouped)
        self._splits = make_splits(data, self._target, config, context.seed)
        self._parts: list[_Part] = []

    def run(self) -> TrainingResult:
        if self._data.time_column is not None and self._config.cv != "time":
            self._context.log(
                "warning",
                f"Cross-validation by {self._config.cv} mixes earlier and later rows though there is a time"
                " column; choose time to be judged on the future only.",
            )
        for number in range(1, len(self._splits) + 1):
            self._context.check_stop()
            self._judge(number)
            if self._context.finish_requested():
                break
        given_up = len(self._parts) < len(self._splits)
        # A run that was given up is not worth another fit: the last fold's model stands for it.
        kept = self._parts[-1] if given_up else self._refit()
        return self._result(kept, given_up=given_up)

    def _judge(self, number: int) -> None:
        fold = self._maker.make(self._splits[number - 1], self._name(number))
        inner = _FoldContext(self._context, number, len(self._splits))
        part = _Part(fold, self._fit(inner, fold))
        self._parts.append(part)
        # Halving compares runs by this curve: the mean over the folds so far.
        name = self._task.objective.metric
        means = self._means([part.scores for part in self._parts])
        self._context.metric(number, **{f"validation_{name}": means[name], f"fold_{name}": part.scores[name]})
        self._context.log("info", f"Fold {number} of {len(self._splits)}: {name} {part.scores[name]:.6g}.")

    def _refit(self) -> "_Part":
        rows = self._data.usable_rows()
        everything = Split(rows, rows[:0], self._data.dataset.row_count - len(rows))
        fold = self._maker.make(everything, self._name(0))
        log_fold(self._context, fold)
        inner = _FoldContext(self._context, len(self._splits) + 1, len(self._splits))
        return _Part(fold, self._fit(inner, fold))

    def _name(self, number: int) -> tuple[Any, ...]:
        return (self._config.cv, self._config.cv_folds, self._config.cv_group, number)

    def _means(self, scores: Sequence[dict[str, float]]) -> dict[str, float]:
        return {name: float(np.mean([one[name] for one in scores])) for name in scores[0]}

    def _result(self, kept: "_Part", *, given_up: bool) -> TrainingResult:
        scores = [part.scores for part in self._parts]
        fits = [part.fitted for part in self._parts] + ([] if given_up else [kept.fitted])
        holdout = _joined([make_holdout(part.fold, part.fitted.predicted) for part in self._parts])
        details = {
            "folds": len(self._parts),
            "kind": self._config.cv,
            "metrics": {name: spread([one[name] for one in scores]) for name in scores[0]},
        }
        dropped = dict(kept.fold.dropped_columns)
        if self._config.cv == "group" and self._config.cv_group:
            dropped[self._config.cv_group] = "names the groups of the cross-validation"
        self._context.progress(1.0, "Done")
        return TrainingResult(
            metrics=self._means(scores),
            baseline_metrics=self._means([part.baseline_scores for part in self._parts]),
            holdout=holdout,
            row_counts=RowCounts(len(kept.fold.train_y), len(holdout.rows), kept.fold.split.dropped),
            model=kept.fitted.model,
            stopped_early=given_up or kept.fitted.stopped_early,
            dropped_columns=dropped,
            fit_seconds=sum(fitted.seconds for fitted in fits),
            details={**kept.fitted.details, "cv": details},
        )


@dataclass(frozen=True)
class _Part:
    """A fold and what fitting on it gave."""

    fold: Fold
    fitted: Fitted

    @property
    def scores(self) -> dict[str, float]:
        return self.fold.task.score(self.fold.holdout_y, self.fitted.predicted)

    @property
    def baseline_scores(self) -> dict[str, float]:
        fold = self.fold
        baseline = fold.task.baseline(fold.train_y, fold.target, len(fold.holdout_y))
        return fold.task.score(fold.holdout_y, baseline)


def spread(values: Sequence[float]) -> dict[str, Any]:
    """Mean, sample standard deviation and the values of one metric over the folds; None where undefined."""
    deviation = float(np.std(values, ddof=1)) if len(values) > 1 else math.nan
    return {
        "mean": finite_or_none(float(np.mean(values))),
        "std": finite_or_none(deviation),
        "values": [finite_or_none(value) for value in values],
    }


def _joined(parts: Sequence[Holdout]) -> Holdout:
    folds = np.repeat(np.arange(1, len(parts) + 1), [len(part.rows) for part in parts])
    probabilities = [part.probabilities for part in parts if part.probabilities is not None]
    return replace(
        parts[0],
        rows=np.concatenate([part.rows for part in parts]),
        actual=np.concatenate([part.actual for part in parts]),
        predicted=np.concatenate([part.predicted for part in parts]),
        folds=folds,
        probabilities=np.concatenate(probabilities) if probabilities else None,
    )


class _FoldContext(RunContext):
    """What one fold's fit reports: its share of the progress and its warnings; curves would overlap.

    Whether to finish is asked between the folds, as half a fold has no place in the means.
    """

    def __init__(self, outer: RunContext, number: int, folds: int) -> None:
        super().__init__(outer.seed)
        self._outer = outer
        self._done = number - 1
        self._fits = folds + 1
        self._refits = number > folds
        self._label = "All rows" if self._refits else f"Fold {number} of {folds}"

    def progress(self, fraction: float | None, message: str = "") -> None:
        """See `RunContext.progress`."""
        whole = (self._done + (fraction or 0.0)) / self._fits
        self._outer.progress(whole, f"{self._label}: {message}" if message else self._label)

    def metric(self, step: int, **values: float) -> None:
        """See `RunContext.metric`."""

    def log(self, level: LogLevel, message: str) -> None:
        """See `RunContext.log`."""
        if self._refits:
            self._outer.log(level, message)
        elif level != "info":
            self._outer.log(level, f"{self._label}: {message}")

    def stop_requested(self) -> bool:
        """See `RunContext.stop_requested`."""
        return self._outer.stop_requested()
