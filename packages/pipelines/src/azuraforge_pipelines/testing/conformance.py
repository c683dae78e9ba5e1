"""The conformance suite: what every pipeline must hold to, checked from outside.

Rules: `manifest`, `config`, `result`, `reproducible`, `seed`, `leak`, `curve`, `stop`, `finish`, `model`;
`crash` when the pipeline fails on the data it is given.
"""

import random
import time
from collections.abc import Iterator, Sequence

import numpy as np
from azuraforge_contracts.live_curves import curve_name

from azuraforge_pipelines.config import PipelineConfig
from azuraforge_pipelines.data import TrainingData
from azuraforge_pipelines.errors import Stopped
from azuraforge_pipelines.interface import AnyPipeline, FittedClassifier, IntArray, TrainingResult
from azuraforge_pipelines.testing.data import conformance_data, conformance_series, fresh, with_other_rows
from azuraforge_pipelines.testing.forecast_rules import (
    forecast_leak_violations,
    forecast_model_violations,
    forecast_result_violations,
)
from azuraforge_pipelines.testing.manifest_rules import config_violations, manifest_violations
from azuraforge_pipelines.testing.model_rules import model_violations, stored_form_violations
from azuraforge_pipelines.testing.recording import RecordingContext
from azuraforge_pipelines.testing.result_rules import differences, result_violations
from azuraforge_pipelines.testing.violations import Violation

STOP_WITHIN_S = 2.0
_POINTS_AFTER_STOP = 1
_POINTS_AFTER_FINISH = 2


def assert_conformant(
    pipeline: AnyPipeline,
    data: TrainingData | None = None,
    config: PipelineConfig | None = None,
    languages: Sequence[str] = (),
) -> None:
    """Raise `AssertionError` listing every rule the pipeline breaks; arguments as in `check_conformance`."""
    violations = check_conformance(pipeline, data, config, languages)
    if violations:
        raise AssertionError("\n".join(str(violation) for violation in violations))


def check_conformance(
    pipeline: AnyPipeline,
    data: TrainingData | None = None,
    config: PipelineConfig | None = None,
    languages: Sequence[str] = (),
) -> list[Violation]:
    """Every rule the pipeline breaks, an empty list when it conforms.

    `data` defaults to a small regression or classification on mixed columns, for forecasting to a small
    monthly series. `languages` are those its texts must be translated into.
    """
    violations = [*manifest_violations(pipeline, languages), *config_violations(pipeline, config)]
    if any(violation.rule == "config" for violation in violations):
        return violations
    task = pipeline.info.task
    forecasts = task == "forecasting"
    data = data or (conformance_series() if forecasts else conformance_data(task))
    suite = (_ForecastSuite if forecasts else _Suite)(pipeline, data, config or pipeline.config_model())
    try:
        violations += suite.run()
    except Exception as error:  # noqa: BLE001 - any failure of a plug-in is a finding
        violations.append(Violation("crash", f"training failed with {type(error).__name__}: {error}"))
    return violations


def _set_global_generators(state: int) -> None:
    """Whoever draws from them instead of the context's seed gets something else after another state."""
    np.random.seed(state)
    random.seed(state)


def _held_out(result: TrainingResult) -> set[tuple[int, int]]:
    """Which rows were held out, and in which fold."""
    rows, folds = result.holdout.rows, result.holdout.folds
    numbers = np.zeros(len(rows), dtype=np.int64) if folds is None else folds
    return set(zip(rows.tolist(), numbers.tolist(), strict=True))


class _Suite:
    def __init__(self, pipeline: AnyPipeline, data: TrainingData, config: PipelineConfig) -> None:
        self._pipeline = pipeline
        self._data = data
        self._config = config

    def run(self) -> Iterator[Violation]:
        context = RecordingContext(seed=1)
        _set_global_generators(1)
        first = self._train(self._data, context)
        yield from self._result(first)
        yield from self._reproducible(first)
        # Times and groups decide by themselves which rows are held out.
        if self._data.time_column is None and getattr(self._config, "cv_group", None) is None:
            yield from self._seed(first)
        yield from self._leak(first)
        yield from self._model(first)
        yield from self._curve(context)
        yield from self._stop(context)
        yield from self._finish(context)

    def _result(self, first: TrainingResult) -> Iterator[Violation]:
        yield from result_violations(self._pipeline, self._data, first)

    def _model(self, first: TrainingResult) -> Iterator[Violation]:
        yield from model_violations(self._pipeline, self._data, first)

    def _train(self, data: TrainingData, context: RecordingContext) -> TrainingResult:
        return self._pipeline.train(context, fresh(data), self._config)

    def _reproducible(self, first: TrainingResult) -> Iterator[Violation]:
        _set_global_generators(2)
        again = self._train(self._data, RecordingContext(seed=1))
        for difference in differences(first, again):
            yield Violation("reproducible", f"the same request gave other {difference}")

    def _seed(self, first: TrainingResult) -> Iterator[Violation]:
        other = self._train(self._data, RecordingContext(seed=2))
        if _held_out(first) == _held_out(other):
            yield Violation("seed", "another seed held out the same rows: the seed is lost on its way")

    def _leak(self, first: TrainingResult) -> Iterator[Violation]:
        """Held-out rows with other values must leave what was fitted without them as it is.

        Classes, and the groups of a cross-validation, keep their values: they decide which rows are held out.
        """
        held, folds = first.holdout.rows, first.holdout.folds
        changed = held
        if folds is not None:
            first_fold = held[folds == folds[0]]
            changed = first_fold[: (len(first_fold) + 1) // 2]
        kept = [self._data.target] if first.holdout.classes is not None else []
        group = getattr(self._config, "cv_group", None)
        other_data = with_other_rows(self._data, changed, [*kept, *([group] if group else [])])
        other = self._train(other_data, RecordingContext(seed=1))
        if not np.array_equal(held, other.holdout.rows):
            yield Violation("leak", "which rows are held out depends on the values they hold")
        elif folds is None and self._model_differs(first, other):
            yield Violation(
                "leak",
                "the fitted model changes with the values of held-out rows: something was fitted on all rows",
            )
        elif folds is not None and self._fold_differs(first, other, changed):
            yield Violation(
                "leak",
                "the predictions of a fold change with the values of other rows it holds out: something was"
                " fitted on all rows",
            )

    def _model_differs(self, first: TrainingResult, other: TrainingResult) -> bool:
        seen = np.setdiff1d(np.arange(self._data.dataset.row_count), first.holdout.rows)
        rows = self._data.dataset.table.take(seen)
        one, two = first.model, other.model
        if not np.allclose(one.predict(rows), two.predict(rows), rtol=1e-9, atol=0):
            return True
        if not (isinstance(one, FittedClassifier) and isinstance(two, FittedClassifier)):
            return False
        return not np.allclose(
            one.predict_probabilities(rows), two.predict_probabilities(rows), rtol=1e-9, atol=0
        )

    @staticmethod
    def _fold_differs(first: TrainingResult, other: TrainingResult, changed: IntArray) -> bool:
        """Whether the unchanged rows of the first fold are predicted otherwise."""
        one, two = first.holdout, other.holdout
        if one.folds is None:
            return False
        same = (one.folds == one.folds[0]) & ~np.isin(one.rows, changed)
        if one.probabilities is None or two.probabilities is None:
            return not np.allclose(one.predicted[same], two.predicted[same], rtol=1e-9, atol=0)
        return not np.allclose(one.probabilities[same], two.probabilities[same], rtol=1e-9, atol=0)

    def _curve(self, undisturbed: RecordingContext) -> Iterator[Violation]:
        """A pipeline that says it has a live curve reports one that a search can judge by."""
        info = self._pipeline.info
        names = list(dict.fromkeys(name for _, values in undisturbed.metrics for name in values))
        if not info.live_curve or curve_name(info.default_objective.metric, names) is not None:
            return
        reported = f"of {', '.join(names)} a search can't tell which counts" if names else "it reports none"
        wanted = f"`validation_{info.default_objective.metric}`"
        yield Violation("curve", f"`live_curve` says that it has one, but {reported}; report {wanted}")

    def _stop(self, undisturbed: RecordingContext) -> Iterator[Violation]:
        early = RecordingContext(seed=1, stop_when=lambda _: True)
        yield from self._stops(early, "asked for before the start")
        if undisturbed.metrics:
            late = RecordingContext(seed=1, stop_when=lambda context: len(context.metrics) > 0)
            yield from self._stops(late, "asked for after the first point of a curve")

    def _finish(self, undisturbed: RecordingContext) -> Iterator[Violation]:
        """Given up by its search, a pipeline with a live curve ends with a result that says so."""
        context = RecordingContext(seed=1, finish_when=lambda context: len(context.metrics) > 0)
        result = self._train(self._data, context)
        ended = len(context.metrics) < len(undisturbed.metrics)
        if ended and not result.stopped_early:
            yield Violation("finish", "given up by its search, it ends early without `stopped_early`")
        if self._pipeline.info.live_curve and not ended and len(undisturbed.metrics) > _POINTS_AFTER_FINISH:
            yield Violation(
                "finish", "`live_curve` is said, but given up by its search it goes on to its end"
            )

    def _stops(self, context: RecordingContext, when: str) -> Iterator[Violation]:
        began = time.monotonic()
        try:
            self._train(self._data, context)
        except Stopped:
            # Asked for from the start, it waits until the pipeline first asks; later, until it asks again.
            since = context.asked_to_stop_at if context.metrics else None
            took = time.monotonic() - (began if since is None else since)
            if took > STOP_WITHIN_S or context.metrics_after_stop > _POINTS_AFTER_STOP:
                yield Violation("stop", f"a stop {when} was obeyed only after {took:.1f} s")
        else:
            yield Violation("stop", f"a stop {when} was not obeyed: training went on to its end")


class _ForecastSuite(_Suite):
    """The same questions, asked of forecasts: they look ahead from origins, not at rows."""

    def _result(self, first: TrainingResult) -> Iterator[Violation]:
        yield from super()._result(first)
        yield from forecast_result_violations(self._data, first)

    def _leak(self, first: TrainingResult) -> Iterator[Violation]:
        yield from forecast_leak_violations(
            self._data, first, lambda data: self._train(data, RecordingContext(seed=1))
        )

    def _model(self, first: TrainingResult) -> Iterator[Violation]:
        yield from stored_form_violations(self._data, first)
        yield from forecast_model_violations(self._pipeline, self._data, first)
