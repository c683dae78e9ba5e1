"""Experiments: row -> request, answer -> result row, model kept or not."""

from dataclasses import dataclass, field
from typing import Any

from azuraforge_contracts.datasets import canonical_key
from azuraforge_contracts.errors import JobErrorCode, JobFailedError
from azuraforge_contracts.jobs import EarlyEnd
from azuraforge_contracts.numbers import finite_metrics
from azuraforge_contracts.run_files import model_key
from azuraforge_contracts.transport.artifact_store import ArtifactNotFoundError, ArtifactStore
from azuraforge_dbmodels.batch import Batch
from azuraforge_dbmodels.dataset import Dataset
from azuraforge_dbmodels.experiment import Experiment, ExperimentResult
from azuraforge_dbmodels.job import Job
from azuraforge_dbmodels.job_state import Claim
from azuraforge_dbmodels.session import Database
from sqlalchemy import Row, bindparam, insert, select
from sqlmodel import Session

from azuraforge_worker.running import RunningJob
from azuraforge_worker.search.pruning import HALVED_AT, Pruning
from azuraforge_worker.search.sampling import Sampling
from azuraforge_worker.slots import Slot
from azuraforge_worker.training.datasets import RememberedDatasets
from azuraforge_worker.training.models import BatchModels, Ranking, Stored, delete_files, delete_unused
from azuraforge_worker.training.postponed import PostponedModels
from azuraforge_worker.version import code_version

_EXPERIMENTS, _JOBS, _BATCHES, _RESULTS = (
    model.metadata.tables[str(model.__tablename__)] for model in (Experiment, Job, Batch, ExperimentResult)
)
# Built once, and on tables rather than their classes: a sweep of quick runs feels what a statement costs.
_RUN = (
    select(
        *(
            _EXPERIMENTS.c[name]
            for name in ("pipeline", "dataset_id", "target", "time_column", "config", "seed")
        ),
        *(_BATCHES.c[name] for name in ("request", "objective_metric", "objective_direction")),
    )
    .join_from(_EXPERIMENTS, _JOBS, _JOBS.c.id == _EXPERIMENTS.c.job_id)
    .outerjoin(_BATCHES, _BATCHES.c.id == _JOBS.c.batch_id)
    .where(_EXPERIMENTS.c.job_id == bindparam("run_id"))
)
"""What a run is to do, beside what its batch wants (null without one)."""
_INSERT_RESULT = insert(_RESULTS)


class TrainingHandler:
    """See `JobHandler`; safe to share between slots."""

    program = "experiment"

    def __init__(self, database: Database, store: ArtifactStore, artifacts_root: str) -> None:
        self._database = database
        self._store = store
        self._artifacts_root = artifacts_root
        self._datasets = RememberedDatasets()
        self._models = BatchModels()
        self._postponed = PostponedModels(database, store, artifacts_root, self._models)
        self._sampling = Sampling(database)
        self._pruning = Pruning(database)

    def prepare(self, job: RunningJob, slot: Slot) -> dict[str, Any]:
        """See `JobHandler`."""
        claim = job.claim
        with self._database.read() as session:
            run = session.connection().execute(_RUN, {"run_id": claim.job_id}).one()
            dataset = self._datasets.get(session, run.dataset_id)
            if claim.batch_id is not None:
                self._pruning.watch(job, claim.batch_id, run.request, session)
        config = run.config
        if not config and claim.batch_id is not None and "sampling" in run.request:
            config = self._sampling.settings_for(claim, claim.batch_id)
        return {
            **training_request(self._store, run, dataset, config),
            "keep_models": self._postponed.run_ids(slot),
            "ranking": None
            if claim.batch_id is None
            else {"metric": run.objective_metric, "minimize": run.objective_direction == "minimize"},
        }

    def conclude(
        self, job: RunningJob, request: dict[str, Any], answer: dict[str, Any], slot: Slot
    ) -> "TrainingConclusion":
        """See `JobHandler`."""
        if answer["gave_up"]:
            job.tell_given_up()
        ranking = _ranking(job.claim, request)
        metrics = finite_metrics(answer["metrics"])
        objective = None if ranking is None else metrics.get(ranking.metric)
        stored = None
        if self._models.is_wanted(ranking, objective) and not self._postponed.takes(
            slot, job.claim, ranking, objective, answer["fit_seconds"]
        ):
            stored = self._store_model(job, slot)
        result = {
            "job_id": job.claim.job_id,
            "attempt": job.claim.attempt,
            "pipeline_version": answer["pipeline_version"],
            "objective": objective,
            "metrics": metrics,
            "baseline_metrics": finite_metrics(answer["baseline_metrics"]),
            "metric_specs": answer["metric_specs"],
            "curves": answer["curves"],
            "row_counts": answer["row_counts"],
            "stopped_early": answer["stopped_early"],
            "stop_reason": _early_end(answer),
            "model_key": None if stored is None else stored.model_key,
            "holdout_key": None if stored is None else stored.holdout_key,
            "fit_seconds": answer["fit_seconds"],
            "provenance": {
                "dataset_sha256": request["dataset"]["sha256"],
                "code_version": code_version(),
                "package_versions": answer["package_versions"],
                "python_version": answer["python_version"],
            },
            "details": answer["details"] | ({HALVED_AT: job.given_up_at} if answer["gave_up"] else {}),
            "dropped_columns": answer["dropped_columns"],
        }
        return TrainingConclusion(self._database, self._store, self._models, ranking, result)

    def models_in_memory(self, slot: Slot) -> list[str]:
        """The models the slot's child has to keep in memory, whatever it does next."""
        return self._postponed.run_ids(slot)

    def settle(self, slot: Slot, batch_id: str | None) -> None:
        """See `JobHandler`: stores the models that were put off."""
        self._postponed.settle(slot, batch_id)

    def _store_model(self, job: RunningJob, slot: Slot) -> Stored | None:
        key = model_key(job.claim.job_id, job.claim.token)
        try:
            done = slot.store_model(job.claim.token, key, self._artifacts_root, job, job.stop)
        except JobFailedError as error:
            done = {"status": "failed", "message": error.message}
        if done["status"] == "ok":
            stored = Stored.of(key, done["result"])
            for problem in stored.problems:
                _warn(job, problem)
            return stored
        # The metrics are worth keeping without the model; the run's log says why it has none.
        _warn(job, f"The model is not kept: {done['message']}")
        return None


def training_request(
    store: ArtifactStore, experiment: Experiment | Row[Any], dataset: Dataset, config: dict[str, Any]
) -> dict[str, Any]:
    """What a child is told of a run; raises `JobFailedError` when its data is gone."""
    try:
        path = store.local_path(canonical_key(dataset.sha256))
    except ArtifactNotFoundError as error:
        raise JobFailedError(
            JobErrorCode.DATASET_UNREADABLE,
            f"The stored file of dataset {dataset.name!r} is missing; upload the file again.",
        ) from error
    return {
        "pipeline": experiment.pipeline,
        "config": config,
        "target": experiment.target,
        "time_column": experiment.time_column,
        "seed": experiment.seed,
        "dataset": {"path": str(path), "sha256": dataset.sha256, "columns": dataset.columns},
    }


def _warn(job: RunningJob, message: str) -> None:
    job.events.emit(("log", {"level": "warning", "message": message}))


def _early_end(answer: dict[str, Any]) -> EarlyEnd | None:
    if answer["gave_up"]:
        return EarlyEnd.PRUNED
    return EarlyEnd.EARLY_STOPPING if answer["stopped_early"] else None


def _ranking(claim: Claim, request: dict[str, Any]) -> Ranking | None:
    wanted = request["ranking"]
    if claim.batch_id is None or wanted is None:
        return None
    return Ranking(claim.batch_id, wanted["metric"], wanted["minimize"])


@dataclass
class TrainingConclusion:
    """See `Conclusion`."""

    database: Database
    artifacts: ArtifactStore
    models: BatchModels
    ranking: Ranking | None
    result: dict[str, Any]
    """The row of `ExperimentResult`."""
    dropped: list[str] = field(default_factory=list)

    @property
    def summary(self) -> dict[str, Any]:
        """See `Conclusion`."""
        return {
            "metrics": self.result["metrics"],
            "baseline_metrics": self.result["baseline_metrics"],
            "stopped_early": self.result["stopped_early"],
            "stop_reason": self.result["stop_reason"],
            "row_counts": self.result["row_counts"],
            "fit_seconds": self.result["fit_seconds"],
        }

    def store(self, session: Session) -> None:
        """See `Conclusion`."""
        session.connection().execute(_INSERT_RESULT, self.result)
        if self.ranking is not None and self.result["model_key"] is not None:
            self.dropped = self.models.drop_surplus(session, self.ranking)

    def stored(self) -> None:
        """See `Conclusion`: models that dropped out of the best are deleted."""
        delete_files(self.artifacts, self.dropped)

    def abandoned(self) -> None:
        """See `Conclusion`: the model nobody will refer to is deleted."""
        if self.result["model_key"] is not None:
            delete_unused(self.database, self.artifacts, [self.result["model_key"]])
