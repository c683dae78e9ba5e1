"""Runs trained again, to keep the model and the analysis of a run that was not among its batch's best."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from azuraforge_contracts.errors import JobErrorCode, JobFailedError
from azuraforge_contracts.numbers import finite_metrics
from azuraforge_contracts.run_files import model_key
from azuraforge_contracts.transport.artifact_store import ArtifactStore
from azuraforge_dbmodels.dataset import Dataset
from azuraforge_dbmodels.experiment import Experiment, ExperimentResult, Refit
from azuraforge_dbmodels.session import Database
from sqlmodel import Session, col, select

from azuraforge_worker.running import RunningJob
from azuraforge_worker.slots import Slot
from azuraforge_worker.training.handler import TrainingHandler, training_request
from azuraforge_worker.training.models import Stored, delete_files, delete_unused

RELATIVE_TOLERANCE = 1e-9
"""How far a metric may be off: the order in which threads add up is not fixed."""


class RefitHandler:
    """See `JobHandler`; safe to share between slots."""

    program = "experiment"

    def __init__(
        self, database: Database, store: ArtifactStore, artifacts_root: str, training: TrainingHandler
    ) -> None:
        self._database = database
        self._store = store
        self._artifacts_root = artifacts_root
        self._training = training

    def prepare(self, job: RunningJob, slot: Slot) -> dict[str, Any]:
        """See `JobHandler`."""
        with self._database.read() as session:
            row = session.exec(
                select(Experiment, Dataset, ExperimentResult)
                .join(Refit, col(Refit.experiment_id) == col(Experiment.job_id))
                .join(Dataset, col(Dataset.id) == col(Experiment.dataset_id))
                .join(ExperimentResult, col(ExperimentResult.job_id) == col(Experiment.job_id))
                .where(col(Refit.job_id) == job.claim.job_id)
            ).first()
        if row is None:
            raise JobFailedError(JobErrorCode.RUN_DELETED, "The run that was to be trained again is gone.")
        experiment, dataset, result = row
        return {
            **training_request(self._store, experiment, dataset, experiment.config),
            "keep_models": self._training.models_in_memory(slot),
            "experiment_id": experiment.job_id,
            "metrics": result.metrics,
            "versions": result.provenance["package_versions"],
        }

    def conclude(
        self, job: RunningJob, request: dict[str, Any], answer: dict[str, Any], slot: Slot
    ) -> "RefitConclusion":
        """See `JobHandler`; raises `JobFailedError` where the run isn't the same or nothing can be kept."""
        metrics = finite_metrics(answer["metrics"])
        if problem := _difference(request["metrics"], metrics):
            problem += _other_versions(request["versions"], answer["package_versions"])
            raise JobFailedError(JobErrorCode.REFIT_DIFFERS, problem)
        key = model_key(request["experiment_id"], job.claim.token)
        done = slot.store_model(job.claim.token, key, self._artifacts_root, job, job.stop)
        if done["status"] != "ok":
            raise JobFailedError(done["code"], done["message"])
        stored = Stored.of(key, done["result"])
        if stored.holdout_key is None or stored.why_no_analysis:
            delete_files(self._store, [key])
            reason = " ".join(stored.problems) or "The pipeline says of no row that it was held out."
            raise JobFailedError(JobErrorCode.ANALYSIS_FAILED, reason)
        return RefitConclusion(self._database, self._store, request["experiment_id"], stored, metrics)

    def settle(self, slot: Slot, batch_id: str | None) -> None:
        """See `JobHandler`: nothing is put off."""


def _difference(before: Mapping[str, float | None], now: Mapping[str, float | None]) -> str | None:
    """The first metric that isn't what it was, in words."""
    for name in {**before, **now}:
        old, new = before.get(name), now.get(name)
        same = (
            old == new if old is None or new is None else math.isclose(old, new, rel_tol=RELATIVE_TOLERANCE)
        )
        if not same:
            return f"Trained again with its seed the run is another: {name} is {new} and was {old}."
    return None


def _other_versions(before: Mapping[str, str], now: Mapping[str, str]) -> str:
    changed = [name for name in {**before, **now} if before.get(name) != now.get(name)]
    if not changed:
        return ""
    listed = ", ".join(f"{name} {before.get(name)} -> {now.get(name)}" for name in changed)
    return f" These packages have changed since: {listed}."


@dataclass
class RefitConclusion:
    """See `Conclusion`."""

    database: Database
    artifacts: ArtifactStore
    experiment_id: str
    files: Stored
    metrics: dict[str, float | None]
    replaced: str | None = None

    @property
    def summary(self) -> dict[str, Any]:
        """See `Conclusion`."""
        return {"experiment_id": self.experiment_id, "metrics": self.metrics}

    def store(self, session: Session) -> None:
        """See `Conclusion`: the run refers to the new files and keeps them when better runs come."""
        result = session.get(ExperimentResult, self.experiment_id, with_for_update=True)
        if result is None:  # the run was deleted meanwhile
            self.replaced = self.files.model_key
            return
        self.replaced = result.model_key
        result.model_key, result.holdout_key = self.files.model_key, self.files.holdout_key
        result.pinned = True
        session.add(result)

    def stored(self) -> None:
        """See `Conclusion`: what the run referred to before is deleted."""
        delete_files(self.artifacts, [self.replaced] if self.replaced is not None else [])

    def abandoned(self) -> None:
        """See `Conclusion`: the files nobody will refer to are deleted."""
        delete_unused(self.database, self.artifacts, [self.files.model_key])
