"""Rules on the fitted model: it names its inputs, stores without pickle and predicts the same afterwards."""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from azuraforge_pipelines.data import TrainingData
from azuraforge_pipelines.interface import AnyPipeline, FittedClassifier, TrainingResult
from azuraforge_pipelines.model_store import load_model, pack_model
from azuraforge_pipelines.testing.violations import Violation

_PICKLE_STARTS = tuple(bytes([0x80, protocol]) for protocol in range(2, 6))


def stored_form_violations(data: TrainingData, result: TrainingResult) -> Iterator[Violation]:
    """The model stores without pickle and names its inputs."""
    for name, content in result.model.to_files().items():
        if content.startswith(_PICKLE_STARTS):
            yield Violation("model", f"file {name!r} is a pickle; use skops or a native format")
            return
    names = [column.name for column in result.model.inputs]
    if not names or data.target in names:
        yield Violation("model", f"its inputs are {names}: they must be columns, the target left out")


def model_violations(
    pipeline: AnyPipeline, data: TrainingData, result: TrainingResult
) -> Iterator[Violation]:
    """Stored and loaded again, the model predicts the held-out rows exactly as before.

    "Before" is the run itself; after a cross-validation, whose held-out rows other models predicted, it is
    the model in memory.
    """
    broken = list(stored_form_violations(data, result))
    if broken:
        yield from broken
        return
    names = [column.name for column in result.model.inputs]
    rows = data.dataset.table.take(pa.array(result.holdout.rows))
    loaded = load_model(pack_model(result.model, pipeline, data.target), pipeline)
    # The inputs alone, the other way round: columns must be found by name.
    reordered = rows.select(names[::-1])
    holdout, model = result.holdout, result.model
    before = holdout.predicted if holdout.folds is None else model.predict(rows)
    if not np.array_equal(loaded.predict(reordered), before):
        yield Violation("model", "stored and loaded again, it predicts something else for the held-out rows")
    if holdout.classes is None:
        return
    if not isinstance(loaded, FittedClassifier) or loaded.classes != holdout.classes:
        yield Violation("model", "a classification's model must be a FittedClassifier of the run's classes")
        return
    probabilities = holdout.probabilities
    if holdout.folds is not None and isinstance(model, FittedClassifier):
        probabilities = model.predict_probabilities(rows)
    if probabilities is None or not np.array_equal(loaded.predict_probabilities(reordered), probabilities):
        yield Violation("model", "stored and loaded again, it gives other probabilities")
