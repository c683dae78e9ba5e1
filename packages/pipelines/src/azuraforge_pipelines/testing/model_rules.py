"""Rules on the fitted model: it names its inputs, stores without pickle and predicts the same afterwards."""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from azuraforge_pipelines.data import TrainingData
from azuraforge_pipelines.interface import AnyPipeline, TrainingResult
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
    """Stored and loaded again, the model predicts the held-out rows exactly as in the run."""
    broken = list(stored_form_violations(data, result))
    if broken:
        yield from broken
        return
    names = [column.name for column in result.model.inputs]
    rows = data.dataset.table.take(pa.array(result.holdout.rows))
    loaded = load_model(pack_model(result.model, pipeline, data.target), pipeline)
    # The inputs alone, the other way round: columns must be found by name.
    predicted = loaded.predict(rows.select(names[::-1]))
    if not np.array_equal(predicted, result.holdout.predicted):
        yield Violation("model", "stored and loaded again, it predicts something else for the held-out rows")
