"""The training side of a child: data, pipeline, fit, answer. Runs in the child only."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
from azuraforge_contracts.datasets import ColumnSchema
from azuraforge_contracts.errors import JobErrorCode, JobFailedError
from azuraforge_contracts.numbers import json_bytes
from azuraforge_contracts.run_files import analysis_key, holdout_key, job_of
from azuraforge_contracts.transport.artifact_store import LocalArtifactStore
from azuraforge_pipelines.data import DatasetCache, TrainingData
from azuraforge_pipelines.forecasting import libraries
from azuraforge_pipelines.holdouts import holdout_problem, pack_holdout
from azuraforge_pipelines.interface import AnyPipeline, FittedModel, Holdout, TrainingResult
from azuraforge_pipelines.model_store import pack_model
from azuraforge_pipelines.registry import installed_entry_points, load_pipeline
from azuraforge_pipelines.versions import package_versions, python_version
from pydantic import ValidationError

from azuraforge_worker.executor.context import ChildContext
from azuraforge_worker.training.analysis import NoAnalysis, try_to_analyse

_BUILTIN = "azuraforge-pipelines"
_LARGEST_DETAILS = 256 * 1024


@dataclass(frozen=True)
class _Kept:
    """A run whose model may yet be stored."""

    model: FittedModel
    pipeline: AnyPipeline
    data: TrainingData
    holdout: Holdout


class Fits:
    """Keeps pipelines, datasets and recent models of this process."""

    def __init__(self) -> None:
        self._datasets = DatasetCache()
        self._pipelines: dict[str, AnyPipeline] = {}
        self._kept: dict[str, _Kept] = {}
        self._distributions: dict[str, str] = {}

    def warm_up(self) -> None:
        """Import the built-in pipelines and what stores models; other plug-ins load when they are used."""
        import skops.io  # noqa: F401, PLC0415 - a second's work that the API, say, needn't do

        for point in installed_entry_points():
            distribution = point.dist.name if point.dist is not None else ""
            self._distributions[point.name] = distribution
            if distribution == _BUILTIN:
                self.pipeline(point.name)
        libraries.load()

    def pipeline(self, identifier: str) -> AnyPipeline:
        """An installed pipeline, loaded once; raises `PipelineUnavailableError`."""
        if identifier not in self._pipelines:
            self._pipelines[identifier] = load_pipeline(identifier)
        return self._pipelines[identifier]

    def keep_models(self, run_ids: Iterable[str]) -> None:
        """Forget the models of all runs but these."""
        self._kept = {run_id: self._kept[run_id] for run_id in run_ids if run_id in self._kept}

    def run(self, run_id: str, request: dict[str, Any], context: ChildContext) -> dict[str, Any]:
        """Fit once. The model stays in memory for `store_model`, beside those kept of earlier runs."""
        pipeline = self.pipeline(request["pipeline"])
        data = self._data(request)
        try:
            config = pipeline.config_model.model_validate(request["config"])
        except ValidationError as error:
            raise JobFailedError(JobErrorCode.INVALID_CONFIG, _first_problem(error)) from error
        result = pipeline.train(context, data, config)
        self._kept[run_id] = _Kept(result.model, pipeline, data, result.holdout)
        return self._answer(pipeline, result, context)

    def _data(self, request: dict[str, Any]) -> TrainingData:
        dataset = request["dataset"]
        columns = [ColumnSchema.model_validate(column) for column in dataset["columns"]]
        opened = self._datasets.open(Path(dataset["path"]), columns, dataset["sha256"])
        return TrainingData(opened, request["target"], request["time_column"])

    def _answer(self, pipeline: AnyPipeline, result: TrainingResult, context: ChildContext) -> dict[str, Any]:
        counts = result.row_counts
        distribution = self._distributions.get(pipeline.info.id, "")
        return {
            "pipeline_version": pipeline.info.version,
            "metrics": {name: float(value) for name, value in result.metrics.items()},
            "baseline_metrics": {name: float(value) for name, value in result.baseline_metrics.items()},
            "metric_specs": [spec.model_dump(mode="json") for spec in pipeline.info.metrics],
            "curves": context.curves.points(),
            "row_counts": {"train": counts.train, "holdout": counts.holdout, "dropped": counts.dropped},
            "stopped_early": bool(result.stopped_early) or context.gave_up,
            "gave_up": context.gave_up,
            "fit_seconds": result.fit_seconds,
            "dropped_columns": dict(result.dropped_columns),
            "details": _details(result, context),
            "package_versions": package_versions(*([distribution] if distribution else [])),
            "python_version": python_version(),
        }

    def store_model(self, request: dict[str, Any]) -> dict[str, Any]:
        """Write the model of a run, its held-out rows and their analysis into the artifact store.

        The answer says whether the rows are kept, and why if they or their analysis aren't though there are
        some. The run is forgotten.
        """
        if request["id"] not in self._kept:
            raise JobFailedError(JobErrorCode.STORAGE_ERROR, "The run's model is no longer in memory.")
        kept = self._kept.pop(request["id"])
        files = {request["key"]: pack_model(kept.model, kept.pipeline, kept.data.target)}
        problem = holdout_problem(kept.holdout, kept.data)
        missing: NoAnalysis | None = None
        if problem is None:
            files[holdout_key(request["key"])] = pack_holdout(kept.holdout)
            made = try_to_analyse(job_of(request["key"]), kept.holdout, kept.data, kept.model.inputs)
            if isinstance(made, NoAnalysis):
                missing = made
            else:
                files[analysis_key(request["key"])] = made
        store = LocalArtifactStore(Path(request["artifacts_root"]))
        try:
            for key, content in files.items():
                store.put_bytes(key, content)
        except OSError as error:
            raise JobFailedError(
                JobErrorCode.STORAGE_ERROR, f"The model could not be stored: {error.strerror}."
            ) from error
        return {
            "holdout": problem is None,
            "why_no_holdout": problem if len(kept.holdout.rows) else None,
            "why_no_analysis": None if missing is None else missing.reason,
            "analysis_traceback": None if missing is None else missing.traceback,
        }


def _details(result: TrainingResult, context: ChildContext) -> Any:
    """The details as JSON. Every run of a sweep stores its own, so their size has a bound."""
    try:
        content = json_bytes(result.details)
    except TypeError as error:
        raise JobFailedError(
            JobErrorCode.PIPELINE_ERROR, f"The pipeline's details can't be stored as JSON: {error}."
        ) from error
    if len(content) > _LARGEST_DETAILS:
        context.log(
            "warning",
            f"The pipeline's details are not kept: {len(content)} bytes, and {_LARGEST_DETAILS} is the most.",
        )
        return {}
    return orjson.loads(content)


def _first_problem(error: ValidationError) -> str:
    problem = error.errors(include_url=False, include_input=False)[0]
    where = ".".join(str(part) for part in problem["loc"]) or "config"
    return f"{where}: {problem['msg']}"
