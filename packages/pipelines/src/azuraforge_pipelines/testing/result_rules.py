"""Rules on what a run returns."""

import json
from collections.abc import Iterator

import numpy as np

from azuraforge_pipelines.columns import FloatArray
from azuraforge_pipelines.data import TrainingData
from azuraforge_pipelines.interface import AnyPipeline, Holdout, TrainingResult
from azuraforge_pipelines.testing.violations import Violation


def result_violations(
    pipeline: AnyPipeline, data: TrainingData, result: TrainingResult
) -> Iterator[Violation]:
    """Metrics as announced, a truthful hold-out, storable details."""
    announced = {metric.name for metric in pipeline.info.metrics}
    for what, values in (("metrics", result.metrics), ("baseline_metrics", result.baseline_metrics)):
        if values.keys() != announced:
            yield Violation("result", f"{what} are {sorted(values)}, announced were {sorted(announced)}")
    yield from _holdout_violations(result)
    if pipeline.info.task == "classification":
        yield from _class_violations(data, result.holdout)
    elif not np.array_equal(data.target_values()[result.holdout.rows], result.holdout.actual):
        yield Violation("result", "`holdout.actual` is not the dataset's target at `holdout.rows`")
    try:
        json.dumps(result.details, allow_nan=False)
    except (TypeError, ValueError) as error:
        yield Violation("result", f"details are not plain JSON: {error}")


def _holdout_violations(result: TrainingResult) -> Iterator[Violation]:
    holdout = result.holdout
    if not len(holdout.rows) == len(holdout.actual) == len(holdout.predicted) == result.row_counts.holdout:
        yield Violation("result", "hold-out rows, values, predictions and their count differ in length")
    if len(np.unique(holdout.rows)) != len(holdout.rows):
        yield Violation("result", "a row is held out twice")


def _class_violations(data: TrainingData, holdout: Holdout) -> Iterator[Violation]:
    classes, probabilities = holdout.classes, holdout.probabilities
    if classes is None or probabilities is None:
        yield Violation("result", "a classification's hold-out has no `classes` or no `probabilities`")
        return
    if probabilities.shape != (len(holdout.rows), len(classes)):
        yield Violation("result", f"`probabilities` has shape {probabilities.shape}: it is rows x classes")
        return
    if probabilities.min() < 0 or not np.allclose(probabilities.sum(axis=1), 1.0):
        yield Violation("result", "`probabilities` of a row are not positive numbers that add up to 1")
    if not np.array_equal(probabilities.argmax(axis=1), holdout.predicted):
        yield Violation("result", "`predicted` is not the position of the likeliest class")
    column = data.class_values()
    true = [column.values[code] for code in column.codes[holdout.rows]]
    if [classes[int(code)] for code in holdout.actual] != true:
        yield Violation("result", "`holdout.actual` is not the dataset's class at `holdout.rows`")


def differences(one: TrainingResult, two: TrainingResult) -> Iterator[str]:
    """In what two results differ, bit for bit."""
    if not np.array_equal(one.holdout.rows, two.holdout.rows):
        yield "held-out rows"
    elif not np.array_equal(one.holdout.predicted, two.holdout.predicted):
        yield "predictions"
    elif not _same(one.holdout.probabilities, two.holdout.probabilities):
        yield "probabilities"
    for what in ("metrics", "baseline_metrics"):
        first, second = getattr(one, what), getattr(two, what)
        if repr(first) != repr(second):
            yield f"{what}: {first} and {second}"


def _same(one: FloatArray | None, two: FloatArray | None) -> bool:
    return np.array_equal(one, two) if one is not None and two is not None else one is two
