"""The predicting side of a child: model, rows, predictions. Runs in the child only."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from azuraforge_contracts.errors import JobErrorCode, JobFailedError
from azuraforge_contracts.prediction_files import parts_that_count, rows_done
from azuraforge_contracts.transport.artifact_store import LocalArtifactStore
from azuraforge_pipelines.interface import AnyPipeline, FittedModel
from azuraforge_pipelines.model_store import load_model
from azuraforge_pipelines.versions import package_versions, python_version

from azuraforge_worker.executor.context import ChildContext
from azuraforge_worker.predictions.history import series_end
from azuraforge_worker.predictions.matching import ValueWatch
from azuraforge_worker.predictions.outputs import forecast_steps, predict_rows
from azuraforge_worker.predictions.parts import PartWriter
from azuraforge_worker.predictions.rows import Pace, RowReader
from azuraforge_worker.predictions.summary import summarise


class Predictions:
    """Applies stored models; `load_pipeline` gives an installed pipeline by its id."""

    def __init__(self, load_pipeline: Callable[[str], AnyPipeline]) -> None:
        self._load_pipeline = load_pipeline

    def run(self, request: dict[str, Any], context: ChildContext) -> dict[str, Any]:
        """Predict the rows that are not done yet, then sum up all of them.

        Raises `ModelRefusedError`, `ModelInputError` and `JobFailedError`; rows done before stay.
        """
        root, folder = Path(request["artifacts_root"]), request["folder"]
        if request["first"] < request["row_count"]:
            model = load_model(Path(request["model"]).read_bytes(), self._load_pipeline(request["pipeline"]))
            watch = ValueWatch(model.inputs)
            writer = PartWriter(root, folder, request["attempt"], request["first"], watch)
            if request["horizon"] is not None:
                writer.add(forecast_steps(model, request["horizon"]))
                writer.flush()
            else:
                _predict_all(model, request, watch, writer, context)
        parts = parts_that_count(LocalArtifactStore(root).keys(folder))
        if rows_done(parts) != request["row_count"]:
            raise JobFailedError(
                JobErrorCode.STORAGE_ERROR,
                f"Only {rows_done(parts):,} of {request['row_count']:,} rows are in the store; continue it.",
            )
        history = request["history"]
        return {
            "summary": summarise(root, parts),
            "history": None
            if history is None
            else series_end(Path(history["path"]), history["time_column"], history["target"]),
            "package_versions": package_versions(),
            "python_version": python_version(),
        }


def _predict_all(
    model: FittedModel,
    request: dict[str, Any],
    watch: ValueWatch,
    writer: PartWriter,
    context: ChildContext,
) -> None:
    reader = RowReader(Path(request["rows"]), [column.name for column in model.inputs], request["first"])
    pace, total = Pace(), request["row_count"]
    try:
        while (rows := reader.take(pace.rows)) is not None:
            context.check_stop()
            began = time.monotonic()
            predicted = predict_rows(model, rows, writer.end)
            watch.see(rows)
            writer.add(predicted)
            pace.took(rows.num_rows, time.monotonic() - began)
            context.progress(writer.end / total, f"{writer.end:,} of {total:,} rows")
        context.check_stop()
    finally:
        writer.flush()  # what is done is done, however it ends
